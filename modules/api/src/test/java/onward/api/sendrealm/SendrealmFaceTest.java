package onward.api.sendrealm;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import onward.api.OpenApi;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.store.json.JsonReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The routes of the second face, its OpenAPI document and its page say the same. */
class SendrealmFaceTest {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([A-Z]+) (/[^`]+)` \\| (documented|inferred|additive) \\|");

    private final Vertx vertx = Vertx.vertx();
    private final Store store = Store.open(vertx, TestDatabase.fresh(), 1);

    @AfterEach
    void close() throws Exception {
        store.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }

    @SuppressWarnings("unchecked") // an object of parsed JSON
    private static List<String> documented() {
        var document = (Map<String, Object>) JsonReader.read(OpenApi.document("sendrealm"));
        List<String> operations = new ArrayList<>();
        ((Map<String, Map<String, Object>>) document.get("paths"))
                .forEach((path, methods) -> methods.keySet()
                        .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return operations;
    }

    @Test
    void each_route_is_in_the_document() {
        assertThat(SendrealmFace.routes(vertx, store).operations()).containsExactlyInAnyOrderElementsOf(documented());
    }

    @Test
    void each_route_has_a_row_on_the_page() throws Exception {
        String page = Files.readString(Path.of("../../docs/sendrealm.md"));

        List<String> rows = ROW.matcher(page)
                .results()
                .map(row -> shape(row.group(1) + " " + row.group(2)))
                .filter(row -> !row.endsWith("/openapi.json"))
                .toList();

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        documented().stream().map(SendrealmFaceTest::shape).toList());
    }

    private static String shape(String operation) {
        return operation.replaceAll("\\{\\w+}", "{}");
    }
}
