package onward.app.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import onward.app.Server;
import onward.app.config.Config;
import onward.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeCommandTest {
    private static final String KEY = "re_as_code_test_0123456789";

    private static final String SHOP = """
            kind: event
            name: order.completed
            schema: {total: number, coupon: string}
            ---
            kind: topic
            name: Tips
            description: One a week.
            default_subscription: opt_in
            visibility: public
            ---
            kind: segment
            name: Customers
            ---
            kind: template
            name: Thanks
            alias: thanks
            from: Shop <shop@example.com>
            subject: "Thank you, {{{NAME|friend}}}"
            reply_to: [help@example.com]
            variables:
              - {key: NAME, type: string, fallback_value: friend}
            html: |
              <p>Thank you.</p>
              <p>Yours, the shop</p>
            ---
            kind: template
            name: Without an alias
            status: draft
            subject: Hello
            html: "<p>no: newline \\t at # the end </p>"
            ---
            kind: automation
            name: Thank customers
            status: enabled
            entry: {mode: once_per_window, window: 7 days}
            steps:
              - {key: start, type: trigger, config: {event_name: order.completed}}
              - {key: large, type: condition, config: {type: rule, field: event.total, operator: gte, value: 99.50}}
              - {key: thanks, type: send_email, config: {template: {id: thanks}, topic_id: Tips}}
              - {key: other, type: send_email, config: {template: {id: Without an alias}}}
              - {key: join, type: add_to_segment, config: {segment_id: Customers}}
            connections:
              - {from: start, to: large}
              - {from: large, to: thanks, type: condition_met}
              - {from: large, to: other, type: condition_not_met}
              - {from: thanks, to: join}
            """;

    @TempDir
    Path folder;

    private final List<Server> servers = new ArrayList<>();
    private String said;

    @AfterEach
    void close() {
        servers.forEach(Server::close);
    }

    @Test
    void what_is_exported_fits_an_empty_server_and_comes_back_the_same() throws IOException {
        String first = server();
        String second = server();
        Path given = file("given.yaml", SHOP);

        assertThat(command("plan", given, first)).as(said).isEqualTo(2);
        assertThat(said).contains("+ automation \"Thank customers\" is made", "6 to make, 0 to change.");
        assertThat(command("apply", given, first)).as(said).isZero();
        assertThat(command("export", folder.resolve("shop"), first)).as(said).isZero();
        assertThat(said).contains("1 event, 1 topic, 1 segment, 2 templates, 1 automation");
        assertThat(command("apply", folder.resolve("shop"), second)).as(said).isZero();

        assertThat(command("drift", folder.resolve("shop"), second)).as(said).isZero();
        assertThat(command("plan", folder.resolve("shop"), second)).as(said).isZero();
        assertThat(command("plan", given, second)).as(said).isZero();
        assertThat(said).contains("nothing to do");
        command("export", folder.resolve("again"), second);
        assertThat(texts(folder.resolve("again"))).isEqualTo(texts(folder.resolve("shop")));
        assertThat(texts(folder.resolve("shop")))
                .containsKeys(
                        "automations/thank-customers.yaml", "templates/thanks.yaml", "events/order.completed.yaml")
                .hasSize(6);
        assertThat(texts(folder.resolve("shop")).get("automations/thank-customers.yaml"))
                .contains("id: thanks", "id: Without an alias", "segment_id: Customers", "topic_id: Tips");
    }

    @Test
    void a_plan_tells_the_changed_field_of_a_step_and_apply_makes_it_so() throws IOException {
        String url = server();
        command("apply", file("shop.yaml", SHOP), url);
        Path changed = file(
                "shop.yaml",
                SHOP.replace("value: 99.50", "value: 120")
                        .replace("Yours, the shop", "Yours, the shop and its cat")
                        .replace("  - {from: thanks, to: join}\n", "  - {from: other, to: join}\n"));

        assertThat(command("plan", changed, url)).isEqualTo(2);

        assertThat(said)
                .contains("~ step large: value: 99.5 → 120")
                .contains("+ connection other → join")
                .contains("- connection thanks → join")
                .contains("~ html, from line 2:")
                .contains("    + <p>Yours, the shop and its cat</p>")
                .contains("0 to make, 2 to change.");
        assertThat(command("apply", changed, url)).as(said).isZero();
        assertThat(command("drift", changed, url)).as(said).isZero();
    }

    @Test
    void of_files_with_a_problem_nothing_is_done() throws IOException {
        String url = server();
        Path broken = file(
                "shop.yaml",
                SHOP.replace("{id: Without an alias}", "{id: not there}").replace("type: string,", "type: colour,"));

        assertThat(command("apply", broken, url)).isEqualTo(1);

        assertThat(said)
                .contains("expected the key of a template that files or server have, found \"not there\"")
                .contains("`variables");
        assertThat(command("drift", file("empty.yaml", ""), url)).as(said).isZero();
    }

    @Test
    void drift_tells_what_somebody_did_on_the_server() throws IOException {
        String url = server();
        Path shop = file("shop.yaml", SHOP);
        command("apply", shop, url);
        var remote = new Remote(url, KEY);
        remote.post("/segments", Map.of("name", "Made by hand"));
        String id = (String) remote.all(Kind.AUTOMATION).get(0).get("id");
        remote.patch("/automations/" + id, Map.of("status", "disabled"));

        assertThat(command("drift", shop, url)).isEqualTo(2);

        assertThat(said)
                .contains("~ automation \"Thank customers\" is another on the server")
                .contains("~ status: \"enabled\" → \"disabled\"")
                .contains("+ segment \"Made by hand\" is only on the server");
    }

    @Test
    void pruning_asks_for_its_word_and_keeps_what_the_files_name() throws IOException {
        String url = server();
        command("apply", file("shop.yaml", SHOP), url);
        Path less = file("shop.yaml", SHOP.substring(SHOP.indexOf("kind: automation")));

        assertThat(command("prune", less, url)).isEqualTo(2);
        assertThat(said)
                .contains("- event \"order.completed\"", "--confirm remove-1")
                .doesNotContain("- template");
        assertThat(command("prune", less, url, "--confirm", "remove-2")).isEqualTo(2);
        assertThat(command("prune", less, url, "--confirm", "remove-1"))
                .as(said)
                .isZero();
        assertThat(command("prune", less, url)).as(said).isZero();
    }

    @Test
    void a_thing_that_says_what_it_was_is_renamed_and_keeps_its_id() throws IOException {
        String url = server();
        command("apply", file("shop.yaml", SHOP), url);
        var remote = new Remote(url, KEY);
        Object id = remote.all(Kind.AUTOMATION).get(0).get("id");
        Path renamed = file(
                "shop.yaml",
                SHOP.replace("name: Thank customers", "name: Say thanks\nwas: Thank customers")
                        .replace("name: Customers\n", "name: Buyers\nwas: Customers\n")
                        .replace("segment_id: Customers", "segment_id: Buyers"));

        assertThat(command("plan", renamed, url)).isEqualTo(2);
        assertThat(said).contains("which was \"Thank customers\"").doesNotContain("step join");
        assertThat(command("apply", renamed, url)).as(said).isZero();

        assertThat(remote.all(Kind.AUTOMATION))
                .singleElement()
                .satisfies(one -> assertThat(one).containsEntry("id", id).containsEntry("name", "Say thanks"));
        assertThat(command("drift", renamed, url)).as(said).isZero();
    }

    @Test
    void what_is_not_understood_is_told_in_words() throws IOException {
        String nowhere = "http://127.0.0.1:1";

        assertThat(command("plan", file("a.yaml", "kind: automation\nname: [\n"), nowhere))
                .isEqualTo(1);
        assertThat(said).contains("a.yaml: expected YAML");
        assertThat(command("plan", file("b.yaml", "name: A\nname: B\n"), nowhere))
                .isEqualTo(1);
        assertThat(command("plan", folder.resolve("missing.yaml"), nowhere)).isEqualTo(1);
        assertThat(command("plan", file("c.yaml", ""), nowhere)).isEqualTo(1);
        assertThat(said).contains("Expected a server at http://127.0.0.1:1");
        assertThat(Wanted.read(file("d.yaml", "kind: segment\nnmae: A\n---\nkind: sgement\n"))
                        .problems())
                .anySatisfy(problem -> assertThat(problem).contains("found `nmae`"))
                .anySatisfy(problem -> assertThat(problem).contains("document 2: expected `kind`"));
    }

    private int command(String name, Path path, String url, String... more) {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        List<String> args = new ArrayList<>(List.of(path.toString(), "--url", url, "--key", KEY));
        args.addAll(List.of(more));
        int code = CodeCommand.run(name, args, Map.of(), out, out);
        said = bytes.toString(StandardCharsets.UTF_8);
        return code;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Map<String, String> texts(Path path) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(path).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                texts.put(path.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

    private String server() {
        Server server = Server.start(Config.read(
                List.of(),
                Map.of(
                        "ONWARD_PORT",
                        "0",
                        "ONWARD_DATA",
                        folder.resolve("data-" + servers.size()).toString(),
                        "ONWARD_DATABASE_URL",
                        TestDatabase.fresh(),
                        "ONWARD_API_KEY",
                        KEY)));
        servers.add(server);
        return server.localUrl();
    }
}
