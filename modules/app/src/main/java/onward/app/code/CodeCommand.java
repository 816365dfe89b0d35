package onward.app.code;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.app.code.Plan.Change;
import onward.app.config.BadConfig;
import onward.app.config.Flags;

/** {@code onward export, plan, apply, drift, prune}: automations and what they need as files, against a running server. */
public final class CodeCommand {
    public static final String HELP = """
            onward export DIR|FILE.yaml   write what the server has as files
            onward plan   DIR|FILE.yaml   show what apply would do
            onward apply  DIR|FILE.yaml   make the server as the files say
            onward drift  DIR|FILE.yaml   show what on the server is not as the files say
            onward prune  DIR|FILE.yaml   remove from the server what the files do not name

            Automations, templates, segments, topics and the schemas of events as YAML (or JSON), in one file or in a
            folder of them. Things are known by name, templates by alias, and never by id, so that the same files fit
            every server. A document says what it is, and then what the API takes:

              kind: automation
              name: Trial nudge
              status: enabled
              steps:
                - {key: start, type: trigger, config: {event_name: trial.started}}
                - {key: nudge, type: send_email, config: {template: {id: trial-nudge}}}
              connections:
                - {from: start, to: nudge}

              --url URL        the server (default http://127.0.0.1:4000, or ONWARD_URL)
              --api-key KEY    an API key of the project (or ONWARD_API_KEY); --key is the same
              --confirm WORD   prune only: the word that the same command says without it

            Examples
              onward export ./onward.d                       begin: put this folder under version control
              onward plan ./onward.d                         in a pull request
              onward apply ./onward.d                        when it is merged
              onward drift ./onward.d || echo "somebody changed the server by hand"
              onward export ./onward.d && git diff           take over what was changed by hand
              onward export one.yaml --url http://staging:4000 && onward plan one.yaml --url http://live:4000

            Exit code: 0 nothing to do, or done; 2 plan, drift or prune found something; 1 it did not work.
            docs/as-code.md tells the rules.
            """;

    private static final int DONE = 0;
    private static final int DID_NOT_WORK = 1;
    private static final int FOUND_SOMETHING = 2;
    private static final Set<String> FLAGS = new LinkedHashSet<>(List.of("--url", "--api-key", "--key", "--confirm"));

    private final Path path;
    private final Remote remote;
    private final String confirm;
    private final PrintStream out;

    private CodeCommand(Path path, Remote remote, String confirm, PrintStream out) {
        this.path = path;
        this.remote = remote;
        this.confirm = confirm;
        this.out = out;
    }

    /** Runs to the end; the exit code. @param name export, plan, apply, drift or prune */
    public static int run(String name, List<String> args, Map<String, String> env, PrintStream out, PrintStream err) {
        try {
            CodeCommand command = read(name, args, env, out);
            return switch (name) {
                case "export" -> command.export();
                case "plan" -> command.plan();
                case "apply" -> command.apply();
                case "drift" -> command.drift();
                default -> command.prune();
            };
        } catch (BadConfig | CodeFault e) {
            // Not the exit code of other commands that are not understood: that one says that there is something to do.
            err.println(e.getMessage());
            return DID_NOT_WORK;
        }
    }

    private static CodeCommand read(String name, List<String> args, Map<String, String> env, PrintStream out) {
        Flags flags = Flags.read(args, FLAGS);
        List<String> problems = new ArrayList<>(flags.problems());
        if (flags.words().size() != 1) {
            problems.add("Expected one folder or file, found " + flags.words() + ".");
        } else if (!name.equals("export")
                && !Files.isReadable(Path.of(flags.words().get(0)))) {
            problems.add("Expected a folder or file that can be read, found "
                    + flags.words().get(0) + ".");
        }
        String apiKey = flags.get("--api-key", flags.get("--key", env.getOrDefault("ONWARD_API_KEY", "")));
        if (apiKey.isBlank()) {
            problems.add("Expected an API key in --api-key or ONWARD_API_KEY, found none.");
        }
        String url = flags.get("--url", env.getOrDefault("ONWARD_URL", "http://127.0.0.1:4000"));
        if (!url.matches("https?://[\\w.:\\[\\]-]+(/\\S*)?")) {
            problems.add("--url: expected a URL like http://127.0.0.1:4000, found " + url + ".");
        }
        if (!problems.isEmpty()) {
            throw new BadConfig(problems);
        }
        return new CodeCommand(
                Path.of(flags.words().get(0)), new Remote(url, apiKey), flags.get("--confirm", null), out);
    }

    private int export() {
        Plan all = Plan.of(new Wanted(List.of(), List.of()), Live.read(remote));
        List<Item> items = all.extra();
        Set<String> titles = new LinkedHashSet<>();
        List<String> twins = items.stream()
                .map(Item::title)
                .filter(title -> !titles.add(title))
                .distinct()
                .map(title -> "Expected one " + title + " on the server, found several. Give them names of their own;"
                        + " files know things by name.")
                .toList();
        if (!twins.isEmpty()) {
            throw new CodeFault(twins);
        }
        List<Path> left = Export.write(items, path);
        out.println("Wrote " + counted(items) + " to " + path + ".");
        left.forEach(file -> out.println("Left alone: " + file + ", which describes nothing that the server has."));
        items.stream()
                .filter(item -> Shape.DRAFT.equals(item.body().get("status")))
                .forEach(item -> out.println("Not published on the server as it is written: " + item.title() + "."));
        return DONE;
    }

    private int plan() {
        Plan plan = planned();
        shown(plan);
        return plan.changes().isEmpty() ? DONE : FOUND_SOMETHING;
    }

    private int apply() {
        Plan plan = planned();
        shown(plan);
        var apply = new Apply(remote, plan.names(), out);
        try {
            apply.all(plan.changes());
        } catch (CodeFault e) {
            throw new CodeFault(List.of(
                    e.getMessage(),
                    "What is told above as made or changed is so; the rest is not. Run the command again to go on."));
        }
        if (!plan.changes().isEmpty()) {
            out.println("The server is as the files say.");
        }
        return DONE;
    }

    /** Everything is looked at before anything is done. */
    private Plan planned() {
        Plan plan = Plan.of(Wanted.read(path), Live.read(remote));
        plan.check(remote);
        if (!plan.problems().isEmpty()) {
            throw new CodeFault(plan.problems());
        }
        return plan;
    }

    private void shown(Plan plan) {
        for (Change change : plan.changes()) {
            out.println((change.isNew() ? "+ " : "~ ")
                    + change.after().title()
                    + (change.isNew() ? " is made" : " changes")
                    + renamed(change));
            change.lines().forEach(line -> out.println("    " + line));
        }
        long made = plan.changes().stream().filter(Change::isNew).count();
        out.println(
                plan.changes().isEmpty()
                        ? "The server is as the files say: nothing to do."
                        : made + " to make, " + (plan.changes().size() - made) + " to change.");
        if (!plan.extra().isEmpty()) {
            out.println("The server has more that the files do not name: " + counted(plan.extra()) + ".");
        }
    }

    private static String renamed(Change change) {
        return change.isNew() || change.before().key().equals(change.after().key())
                ? ""
                : ", which was \"" + change.before().key() + "\"";
    }

    /** The other way round: what somebody did on the server, seen from the files. */
    private int drift() {
        Plan plan = Plan.of(Wanted.read(path), Live.read(remote));
        if (!plan.problems().isEmpty()) {
            throw new CodeFault(plan.problems());
        }
        for (Change change : plan.changes()) {
            if (change.isNew()) {
                out.println("- " + change.after().title() + " is not on the server");
            } else {
                out.println("~ " + change.after().title() + " is another on the server");
                Difference.of(change.after(), change.before()).forEach(line -> out.println("    " + line));
            }
        }
        plan.extra().forEach(item -> out.println("+ " + item.title() + " is only on the server"));
        boolean isClean = plan.changes().isEmpty() && plan.extra().isEmpty();
        out.println(isClean ? "No drift: the server is as the files say." : "The server is not as the files say.");
        return isClean ? DONE : FOUND_SOMETHING;
    }

    /** What is made last goes first; what automations in the files name stays. */
    private int prune() {
        Plan plan = Plan.of(Wanted.read(path), Live.read(remote));
        if (!plan.problems().isEmpty()) {
            throw new CodeFault(plan.problems());
        }
        List<Item> going = plan.extra().stream()
                .filter(item -> !plan.isNamed(item))
                .sorted((one, other) -> other.kind().compareTo(one.kind()))
                .toList();
        String word = "remove-" + going.size();
        if (going.isEmpty()) {
            out.println("The server has nothing that the files do not name.");
            return DONE;
        }
        if (!word.equals(confirm)) {
            going.forEach(item -> out.println("- " + item.title()));
            out.println("This would remove " + counted(going) + " for good, with the runs of the automations and who is"
                    + " in the segments. To do so, add --confirm " + word + ".");
            return FOUND_SOMETHING;
        }
        for (Item item : going) {
            remote.delete(Remote.one(item.kind(), item.id()));
            out.println("removed " + item.title());
        }
        return DONE;
    }

    /** {@code 2 automations, 1 template}. */
    private static String counted(List<Item> items) {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        items.forEach(item -> counts.merge(item.kind(), 1, Integer::sum));
        List<String> words = new ArrayList<>();
        counts.forEach((kind, count) -> words.add(count + " " + (count == 1 ? kind.word() : kind.plural())));
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }
}
