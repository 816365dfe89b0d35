package onward.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onward.app.contract.RecordingProxy.Exchange;
import org.junit.jupiter.api.Test;

/** Answers that are not as the document tells are found: else the contract tests would prove nothing. */
class AnswerCheckTest {
    private static final String ID = "0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11";
    private static final String JSON = "application/json; charset=utf-8";
    private final AnswerCheck check = new AnswerCheck();

    private List<String> faults(String method, String path, int status, String body) {
        return check.faults(List.of(new Exchange(method, path, status, JSON, body)));
    }

    @Test
    void a_right_answer_is_let_pass() {
        assertThat(faults("POST", "/contacts", 201, "{\"object\":\"contact\",\"id\":\"" + ID + "\"}"))
                .isEmpty();
        assertThat(faults(
                        "GET", "/segments/" + ID, 404, "{\"statusCode\":404,\"message\":\"m\",\"name\":\"not_found\"}"))
                .isEmpty();
    }

    @Test
    void a_wrong_one_is_named() {
        String created = "{\"object\":\"contact\",\"id\":\"" + ID + "\",\"more\":1}";
        assertThat(faults("POST", "/contacts", 201, created))
                .as("a field too many")
                .hasSize(1);
        assertThat(faults("POST", "/contacts", 201, "{\"object\":\"contact\"}"))
                .as("a field missing")
                .hasSize(1);
        assertThat(faults("POST", "/contacts", 201, "{\"object\":\"person\",\"id\":\"" + ID + "\"}"))
                .as("a wrong word")
                .hasSize(1);
        assertThat(faults("POST", "/contacts", 200, "{\"object\":\"contact\",\"id\":\"" + ID + "\"}"))
                .as("a status it does not tell")
                .hasSize(1);
        assertThat(faults("GET", "/contacts", 422, "{\"statusCode\":422,\"message\":\"m\",\"name\":\"conflict\"}"))
                .as("an error name that clients do not know")
                .hasSize(1);
        assertThat(faults("GET", "/unheard/of", 200, "{}"))
                .as("an operation it does not tell")
                .hasSize(1);
        assertThat(check.faults(List.of(new Exchange("GET", "/contacts", 422, "text/html", "no"))))
                .as("no JSON")
                .hasSize(1);
        String list = "{\"object\":\"list\",\"has_more\":false,\"data\":[{\"id\":\"" + ID
                + "\",\"name\":\"n\",\"created_at\":\"2026-10-01T12:00:00Z\"}]}";
        assertThat(faults("GET", "/segments", 200, list))
                .as("a time of another form, in an item")
                .hasSize(1);
    }
}
