package onward.app.operate;

import io.vertx.core.Future;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.app.config.BadConfig;
import onward.app.config.Config;
import onward.app.home.Asking;
import onward.app.home.OpenDatabase;
import onward.app.home.StartRefused;
import onward.flow.fact.Ids;
import onward.flow.fact.Uuids;
import onward.store.Migrations;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.table.ApiKeys;
import onward.store.table.ApiKeys.ApiKey;
import onward.store.table.NewKey;
import onward.store.table.Projects;

/** {@code onward keys}: the API keys of a database, for who has the machine and lost the last key. */
public final class KeysCommand {
    public static final String HELP = """
            onward keys list | create | revoke ID   [flags]

            The API keys of the database, with or without a server that runs on it.

              list          each key: id, permission, when it was made and last used, its hint and its name
              create        makes a key and prints it, this once
                --name NAME         what the key is called (default: command line)
                --permission P      full_access (default) or sending_access
              revoke ID     the key of that id is refused from now on, by a running server within a second

              Every flag of start is understood; the database is the one of --data or --database-url.

            Exit code: 0 done, 1 there is no such key or database, 2 the command was not understood.
            """;

    private static final String NAME = "--name";
    private static final String PERMISSION = "--permission";
    private static final String NAME_DEFAULT = "command line";
    /** How many keys are listed at most. */
    private static final int KEYS_MAX = 10_000;

    private KeysCommand() {}

    /** Runs to the end; the exit code. */
    public static int run(List<String> args, Map<String, String> env, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.read(args, Set.of(NAME, PERMISSION), Set.of());
        List<String> words = arguments.words();
        String verb = words.isEmpty() ? "nothing" : words.get(0);
        Work work = switch (verb) {
            case "list" -> alone(words, (store, project) -> list(store, project, out));
            case "create" -> {
                NewKey wanted = wanted(arguments);
                yield alone(words, (store, project) -> create(store, project, wanted, out));
            }
            case "revoke" -> {
                UUID id = id(words);
                yield (store, project) -> revoke(store, project, id, out, err);
            }
            default -> throw notUnderstood("list, create or revoke", verb);
        };
        return on(Config.read(arguments.settings(), env), work);
    }

    /** What is done with the keys of the one project; its exit code. */
    @FunctionalInterface
    private interface Work {
        Future<Integer> on(Store store, UUID project);
    }

    private static Work alone(List<String> words, Work work) {
        if (words.size() > 1) {
            throw notUnderstood("only flags after " + words.get(0), words.get(1));
        }
        return work;
    }

    private static NewKey wanted(Arguments arguments) {
        var wanted = new NewKey(
                arguments.own().getOrDefault(NAME, NAME_DEFAULT),
                arguments.own().getOrDefault(PERMISSION, ApiKeys.FULL_ACCESS),
                null);
        List<String> problems = new ArrayList<>(wanted.problems().stream()
                .map(problem -> "--" + problem.path() + ": " + problem.message() + ".")
                .toList());
        if (wanted.name().isBlank()) {
            problems.add("--name: expected a name, found none.");
        }
        if (!problems.isEmpty()) {
            throw new BadConfig(problems);
        }
        return wanted;
    }

    private static UUID id(List<String> words) {
        String given = words.size() == 2 ? words.get(1) : words.size() < 2 ? "none" : "several";
        return Uuids.read(given).orElseThrow(() -> notUnderstood("the id of one key after revoke", given));
    }

    private static BadConfig notUnderstood(String expected, String found) {
        return new BadConfig(List.of("Expected " + expected + ", found " + found + ". See onward keys --help."));
    }

    private static int on(Config config, Work work) {
        try (OpenDatabase database = OpenDatabase.existing(config)) {
            Migrations.Standing schema = Migrations.standing(database.uri());
            if (schema.isOlder() || schema.isNewer()) {
                throw new StartRefused("Expected a schema of version " + schema.known() + ", found "
                        + (schema.found() == null ? "none" : "version " + schema.found())
                        + (schema.isNewer() ? ". Use the newer onward that made it." : ". Run onward migrate first."));
            }
            return Asking.of(database.uri(), store -> project(store).compose(project -> work.on(store, project)));
        }
    }

    /** A database that no server ever ran on has none yet. */
    private static Future<UUID> project(Store store) {
        return store.transaction(
                tx -> store.now(tx).compose(now -> Projects.ensureDefault(tx, now, Ids.from(new SecureRandom()))));
    }

    private static Future<Integer> list(Store store, UUID project, PrintStream out) {
        return all(store, project, PageRequest.first(PageRequest.LIMIT_MAX), new ArrayList<>())
                .map(keys -> {
                    keys.forEach(key -> out.println(line(key)));
                    out.println(keys.size() == 1 ? "1 key." : keys.size() + " keys.");
                    return 0;
                });
    }

    private static Future<List<ApiKey>> all(Store store, UUID project, PageRequest request, List<ApiKey> gathered) {
        return ApiKeys.list(store.client(), project, request).compose(page -> {
            gathered.addAll(page.items());
            return !page.hasMore() || gathered.size() >= KEYS_MAX
                    ? Future.succeededFuture(gathered)
                    : all(store, project, after(gathered), gathered);
        });
    }

    private static PageRequest after(List<ApiKey> gathered) {
        return new PageRequest(
                PageRequest.LIMIT_MAX, gathered.get(gathered.size() - 1).id(), null);
    }

    private static String line(ApiKey key) {
        return String.join(
                "  ",
                key.id().toString(),
                key.permission(),
                "made " + key.createdAt(),
                key.lastUsedAt() == null ? "never used" : "used " + key.lastUsedAt(),
                key.hint(),
                key.name());
    }

    private static Future<Integer> create(Store store, UUID project, NewKey wanted, PrintStream out) {
        return store.now()
                .compose(now -> ApiKeys.create(
                        store.client(), project, wanted.name(), wanted.permission(), now, Ids.from(new SecureRandom())))
                .map(key -> {
                    out.println(key.token());
                    out.println("Key " + key.id() + ", " + wanted.permission() + ". It is shown this once: keep it.");
                    return 0;
                });
    }

    private static Future<Integer> revoke(Store store, UUID project, UUID id, PrintStream out, PrintStream err) {
        return ApiKeys.delete(store.client(), project, id).map(was -> {
            if (!was) {
                err.println("Expected a key of the id " + id + ", found none. onward keys list shows them.");
                return 1;
            }
            out.println("Key " + id + " is revoked.");
            return 0;
        });
    }
}
