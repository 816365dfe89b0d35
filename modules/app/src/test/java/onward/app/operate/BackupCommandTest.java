package onward.app.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import onward.app.Server;
import onward.app.config.BadConfig;
import onward.app.config.Config;
import onward.app.home.SecretKey;
import onward.store.embedded.EmbeddedFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with its own database is backed up at work, and another goes on from the copy. */
class BackupCommandTest {
    private static final String KEY = "re_backup_test_key_000001";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void runs_that_were_under_way_go_on_from_a_backup_of_a_server_at_work() throws Exception {
        Path file = directory.resolve("onward.backup");
        Path old = directory.resolve("old");
        String automation;
        int before = 20;
        try (Server server = start(old)) {
            automation = enable(server);
            for (int i = 0; i < before; i++) {
                send(server, "order.placed", "ada" + i + "@example.com");
            }
            waiting(server, automation, before);
            AtomicBoolean isOver = new AtomicBoolean();
            CompletableFuture<Integer> meanwhile = CompletableFuture.supplyAsync(() -> sendUntil(server, isOver));

            Said said = backup(old, file.toString());
            isOver.set(true);

            assertThat(said.code()).isZero();
            assertThat(said.out()).contains("Backed up ").contains("keep " + old.resolve(SecretKey.FILE) + " apart");
            assertThat(meanwhile.get(60, TimeUnit.SECONDS)).isPositive();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Path fresh = directory.resolve("new");
        Said said = restore(fresh, file.toString());
        Files.copy(old.resolve(SecretKey.FILE), fresh.resolve(SecretKey.FILE));

        assertThat(said.out()).contains("every checksum was right").contains("put the secret.key of the old");
        try (Server server = start(fresh)) {
            for (int i = 0; i < before; i++) {
                send(server, "order.paid", "ada" + i + "@example.com");
            }
            runs(server, automation, "completed", before);
            assertThat(call(server, "GET", "/emails?limit=100", null).getJsonArray("data"))
                    .hasSizeGreaterThanOrEqualTo(before);
        }

        assertThatThrownBy(() -> restore(fresh, file.toString()))
                .isInstanceOf(EmbeddedFault.class)
                .hasMessageContaining("Expected an empty directory to restore into, found data-18");
        assertThatThrownBy(() -> backup(fresh, file.toString())).hasMessageContaining("not to be there");
        damaged(file);
    }

    /** Cut, altered, or something else: nothing is restored. */
    private void damaged(Path file) throws IOException {
        Path into = directory.resolve("never");
        Path cut = Files.copy(file, directory.resolve("cut"));
        try (RandomAccessFile bytes = new RandomAccessFile(cut.toFile(), "rw")) {
            bytes.setLength(bytes.length() - 5_000);
        }
        Path altered = Files.copy(file, directory.resolve("altered"));
        try (RandomAccessFile bytes = new RandomAccessFile(altered.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2);
            int was = bytes.read();
            bytes.seek(bytes.length() / 2);
            bytes.write(was ^ 0x55);
        }
        Path other = Files.writeString(directory.resolve("other"), "a shopping list");

        for (Path one : List.of(cut, altered, other, directory.resolve("missing"))) {
            assertThatThrownBy(() -> restore(into, one.toString()))
                    .as(one.toString())
                    .isInstanceOf(EmbeddedFault.class);
        }
        assertThat(into.resolve("data-18")).doesNotExist();
        assertThat(into.resolve("password")).doesNotExist();
    }

    @Test
    void the_key_goes_into_the_file_where_that_is_asked_for() throws Exception {
        Path old = directory.resolve("old");
        Path fresh = directory.resolve("new");
        String file = directory.resolve("onward.backup").toString();
        Said.by((out, err) -> MigrateCommand.run(List.of("--data", old.toString()), Map.of(), out));
        assertThatThrownBy(() -> backup(old, file, "--with-secret-key")).hasMessageContaining("found none");
        String key = "a".repeat(64);
        Files.writeString(old.resolve(SecretKey.FILE), key);

        Said made = backup(old, file, "--with-secret-key");
        Said restored = restore(fresh, file);

        assertThat(made.out()).contains("is in it: whoever has the file can open them");
        assertThat(restored.out()).contains("came with it");
        assertThat(Files.readString(fresh.resolve(SecretKey.FILE))).isEqualTo(key);
        Said keys =
                Said.by((out, err) -> KeysCommand.run(List.of("list", "--data", fresh.toString()), Map.of(), out, err));
        assertThat(keys.out()).isEqualTo("0 keys.\n");
    }

    @Test
    void what_cannot_be_done_is_told() {
        Path data = directory.resolve("data");

        assertThatThrownBy(() -> backup(data)).isInstanceOf(BadConfig.class).hasMessageContaining("found no file");
        assertThatThrownBy(() -> restore(data, "a", "b")).isInstanceOf(BadConfig.class);
        assertThatThrownBy(() -> backup(data, "a")).hasMessageContaining("Expected a database in " + data);
        assertThatThrownBy(() -> backup(data, "a", "--database-url", "postgresql://ada@127.0.0.1/x"))
                .hasMessageContaining("pg_dump");
        assertThat(data).doesNotExist();
    }

    private static Said backup(Path data, String... args) {
        return Said.by((out, err) -> BackupCommand.backup(with(data, args), Map.of(), out));
    }

    private static Said restore(Path data, String... args) {
        return Said.by((out, err) -> BackupCommand.restore(with(data, args), Map.of(), out));
    }

    private static List<String> with(Path data, String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", data.toString()));
        return all;
    }

    private static Server start(Path data) {
        return Server.start(Config.read(List.of("--port=0", "--data", data.toString(), "--api-key", KEY), Map.of()));
    }

    private static String enable(Server server) throws Exception {
        call(server, "POST", "/templates", """
                {"name":"Thanks","alias":"thanks","from":"Shop <shop@example.com>","subject":"Thanks","html":"<p>Thanks</p>"}""");
        call(server, "POST", "/templates/thanks/publish", null);
        return call(server, "POST", "/automations", """
                {"name":"Paid","status":"enabled","steps":[
                 {"key":"start","type":"trigger","config":{"event_name":"order.placed"}},
                 {"key":"paid","type":"wait_for_event","config":{"event_name":"order.paid","timeout":"1 day"}},
                 {"key":"thanks","type":"send_email","config":
                  {"template":{"id":"thanks"}}}],
                 "connections":[{"from":"start","to":"paid"},
                  {"from":"paid","to":"thanks","type":"event_received"}]}""").getString("id");
    }

    private static int sendUntil(Server server, AtomicBoolean isOver) {
        int sent = 0;
        while (!isOver.get()) {
            try {
                send(server, "order.placed", "bob" + sent++ + "@example.com");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return sent;
    }

    private static void send(Server server, String event, String email) throws Exception {
        call(server, "POST", "/events/send", "{\"event\":\"" + event + "\",\"email\":\"" + email + "\"}");
    }

    /** Until so many runs wait for their event, or more. */
    private static void waiting(Server server, String automation, int wanted) throws Exception {
        runs(server, automation, "running", wanted);
    }

    private static void runs(Server server, String automation, String status, int wanted) throws Exception {
        until(server, automation, status, wanted, System.nanoTime() + PATIENCE_NANOS)
                .toCompletionStage()
                .toCompletableFuture()
                .get(120, TimeUnit.SECONDS);
    }

    private static Future<Void> until(Server server, String automation, String status, int wanted, long deadline) {
        String path = "/automations/" + automation + "/runs?limit=100&status=" + status;
        return server.vertx()
                .executeBlocking(() -> call(server, "GET", path, null))
                .compose(page -> {
                    int found = page.getJsonArray("data").size();
                    if (found >= wanted) {
                        return Future.succeededFuture();
                    }
                    return System.nanoTime() > deadline
                            ? Future.failedFuture(new TimeoutException(
                                    "Expected " + wanted + " runs that are " + status + ", found " + found))
                            : server.vertx()
                                    .timer(100)
                                    .compose(again -> until(server, automation, status, wanted, deadline));
                });
    }

    private static JsonObject call(Server server, String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.localUrl() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json");
        HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode())
                .as(method + " " + path + ": " + response.body())
                .isBetween(200, 299);
        return new JsonObject(response.body());
    }
}
