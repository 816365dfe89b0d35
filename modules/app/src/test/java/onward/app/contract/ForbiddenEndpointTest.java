package onward.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints of webhooks that lead where no request may go are refused when they are saved, in the native shape. */
class ForbiddenEndpointTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static RunningServer server;

    @BeforeAll
    static void open(@TempDir Path data) {
        server = new RunningServer(data);
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @SuppressWarnings("unchecked") // every answer is an object
    private static Map<String, Object> saved(String endpoint) throws Exception {
        var body = JsonWriter.write(Map.of("endpoint", endpoint, "events", List.of("email.sent")));
        var request = HttpRequest.newBuilder(URI.create(server.url() + "/webhooks"))
                .header("authorization", "Bearer " + RunningServer.KEY)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return (Map<String, Object>)
                JsonReader.read(CLIENT.send(request, BodyHandlers.ofString()).body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1",
                "http://localhost",
                "http://LOCALHOST./x",
                "http://a.localhost",
                "http://[::1]",
                "http://0.0.0.0",
                "http://0",
                "http://2130706433",
                "http://0x7f.1",
                "http://0177.0.0.1",
                "http://127.1",
                "http://[::ffff:127.0.0.1]",
                "http://[::ffff:7f00:1]",
                "http://[64:ff9b::7f00:1]",
                "http://[fe80::1%25eth0]",
                "http://[fd00::1]",
                "http://[2002:7f00:1::]",
                "http://169.254.169.254/latest/meta-data/",
                "http://[fd00:ec2::254]",
                "http://100.100.100.200",
                "http://10.0.0.1",
                "http://172.16.0.1",
                "http://192.168.1.1",
                "http://100.64.0.1",
                "http://198.18.0.1",
                "http://192.0.0.1",
                "http://224.0.0.1",
                "http://240.0.0.1",
                "http://255.255.255.255",
                "https://a@127.0.0.1",
                "https://user:secret@shop.example",
                "https://public.example#@127.0.0.1",
                "https://public.example\\@127.0.0.1",
                "https://public.example/\t",
                "https://public.example/\n",
                "http:////127.0.0.1",
                "http://\uff11\uff12\uff17.0.0.1",
                "http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3",
                "file:///etc/passwd",
                "ftp://shop.example",
                "gopher://shop.example",
                "jar:http://shop.example!/",
                "ldap://shop.example",
                "data:,hello",
                "unix:/run/socket",
                "javascript:alert(1)",
                "http://shop.example:22",
                "http://shop.example:25",
                "http://shop.example:5432",
                "http://shop.example:6379",
                "http://shop.example:0",
                "http://shop.example:99999",
                "//shop.example",
                "shop.example",
                "https://",
                " "
            })
    void an_endpoint_that_leads_inside_is_refused(String endpoint) throws Exception {
        assertThat(saved(endpoint))
                .as(endpoint)
                .containsEntry("statusCode", 422L)
                .containsEntry("name", "validation_error")
                .containsOnlyKeys("statusCode", "message", "name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://shop.example/hook?x=1", "http://shop.example", "https://1.1.1.1:443/"})
    void an_endpoint_that_may_lead_outside_is_saved(String endpoint) throws Exception {
        assertThat(saved(endpoint)).as(endpoint).containsEntry("object", "webhook");
    }
}
