package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists are walked while others add to them and take from them. */
class PagingTest {
    private static final int ROWS = 12;
    private NativeServer server;

    @BeforeEach
    void open() {
        server = new NativeServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String made(String path, int number) {
        return server.post(
                        path,
                        path.equals("/contacts")
                                ? "{\"email\":\"p" + number + "@example.com\"}"
                                : "{\"name\":\"n" + number + "\",\"default_subscription\":\"opt_in\"}")
                .text("id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/contacts", "/segments", "/topics"})
    void whoever_is_there_throughout_is_seen_once(String path) {
        List<String> stay = new ArrayList<>();
        List<String> go = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            (i % 3 == 0 ? go : stay).add(made(path, i));
        }

        List<String> seen = new ArrayList<>();
        String last = null;
        for (int page = 0; last != null || page == 0; page++) {
            var reply = server.get(path + "?limit=2" + (last == null ? "" : "&after=" + last));
            List<String> ids = reply.items("data").stream()
                    .map(item -> (String) ((Map<?, ?>) item).get("id"))
                    .toList();
            seen.addAll(ids);
            last = reply.body().get("has_more").equals(true) ? ids.get(ids.size() - 1) : null;
            made(path, 100 + page);
            String gone = go.isEmpty() ? null : go.remove(go.size() - 1);
            if (gone != null && !gone.equals(last)) {
                server.send("DELETE", path + "/" + gone, "");
            }
        }

        assertThat(seen).doesNotHaveDuplicates().containsAll(stay);
    }

    @Test
    void a_cursor_that_is_gone_is_said_to_be_so() {
        made("/segments", 1);
        String gone = made("/segments", 2);
        server.send("DELETE", "/segments/" + gone, "");

        assertThat(server.get("/segments?after=" + gone).status()).isEqualTo(422);
    }
}
