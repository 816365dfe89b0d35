package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a project keeps what. */
class RetentionResourceTest {
    private final NativeServer server = new NativeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_policy_is_replaced_as_a_whole_and_taken_back() {
        assertThat(server.get("/policies/retention").body())
                .containsEntry("object", "retention_policy")
                .containsEntry("runs_days", null);

        server.send("PUT", "/policies/retention", "{\"runs_days\":180,\"mail_content_days\":30}");
        var put = server.send("PUT", "/policies/retention", "{\"runs_days\":90,\"events_days\":null}");

        assertThat(put.status()).isEqualTo(200);
        assertThat(server.get("/policies/retention").body())
                .isEqualTo(put.body())
                .containsEntry("mail_content_days", null);
        assertThat(String.valueOf(put.body().get("runs_days"))).isEqualTo("90");
        assertThat(server.delete("/policies/retention").body()).containsEntry("deleted", true);
        assertThat(server.get("/policies/retention").body()).containsEntry("runs_days", null);
    }

    @Test
    void days_are_whole_and_within_bounds() {
        for (String days : new String[] {"0", "-1", "3651", "1.5", "1e300", "\"30\"", "true", "[30]"}) {
            var answer = server.send("PUT", "/policies/retention", "{\"events_days\":" + days + "}");

            assertThat(answer.status()).as(days).isEqualTo(422);
            assertThat(answer.body().get("message").toString())
                    .as(days)
                    .contains("a whole number of days from 1 to 3650");
        }
    }

    @Test
    void a_forecast_has_a_row_for_each_with_the_days_of_the_policy() {
        server.send("PUT", "/policies/retention", "{\"events_days\":30}");

        var rows = server.get("/policies/retention/forecast").items("data");

        assertThat(rows)
                .extracting(row -> row.get("name") + " " + row.get("days"))
                .containsExactly("runs null", "events 30", "mail_content null", "request_log null", "webhook_log null");
        assertThat(rows.get(1).get("bytes_after")).isNotNull();
    }
}
