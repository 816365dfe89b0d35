package onward.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import onward.store.table.Outbox;
import org.junit.jupiter.api.Test;

/** A statement is read and planned once a connection, not at every call: the driver keeps only those below a length. */
class PreparedStatementsTest {

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }

    @Test
    void the_longest_of_the_hot_path_is_kept() throws Exception {
        Vertx vertx = Vertx.vertx();
        Store store = Store.open(vertx, TestDatabase.fresh(), 1);

        done(Outbox.lease(store.client(), Set.of("email"), Instant.now(), Instant.now(), 1));

        var kept = done(store.client()
                .query("select count(*) from pg_prepared_statements where statement like '%left_behind%'")
                .execute());
        assertThat(kept.iterator().next().getLong(0)).isEqualTo(1);
        done(store.close());
        done(vertx.close());
    }

    @Test
    void every_statement_is_short_enough() throws Exception {
        try (var files = Files.list(Path.of(Store.class.getResource("/sql").toURI()))) {
            for (Path file : files.toList()) {
                var statements = Statements.of(file.getFileName().toString().replace(".sql", ""));
                for (String name : statements.names()) {
                    assertThat(statements.get(name))
                            .as(file + " " + name)
                            .hasSizeLessThanOrEqualTo(Store.STATEMENT_CHARS_MAX);
                }
            }
        }
    }
}
