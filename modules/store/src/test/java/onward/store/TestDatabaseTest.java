package onward.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {
    @Test
    void every_call_gives_another_migrated_database_with_one_project() throws Exception {
        String first = TestDatabase.fresh();
        String second = TestDatabase.fresh();

        assertThat(first).isNotEqualTo(second);
        assertThat(projects(second)).isEqualTo("default");
    }

    @Test
    void the_server_keeps_its_promises_to_the_disk() throws Exception {
        String uri = TestDatabase.fresh();

        assertThat(ask(
                        uri,
                        "select current_setting('fsync') || current_setting('synchronous_commit')"
                                + " || current_setting('full_page_writes') || current_setting('data_checksums')"))
                .isEqualTo("onononon");
        assertThat(ask(
                        uri,
                        "select datlocprovider::text || datlocale from pg_database where datname = current_database()"))
                .isEqualTo("bC.UTF-8");
    }

    private static String projects(String uri) throws Exception {
        return ask(uri, "select string_agg(name, ',') from project");
    }

    private static String ask(String uri, String sql) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Store store = Store.open(vertx, uri, 1);
            return store.client()
                    .preparedQuery(sql)
                    .execute()
                    .map(rows -> rows.iterator().next().getString(0))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, SECONDS);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
        }
    }
}
