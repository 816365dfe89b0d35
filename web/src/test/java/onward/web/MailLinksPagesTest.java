package onward.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.fact.Ids;
import onward.flow.message.Envelope;
import onward.flow.message.OnUncertain;
import onward.store.MailLinks;
import onward.store.PageRequest;
import onward.store.SecretBox;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.store.table.Choices;
import onward.store.table.ContactChange;
import onward.store.table.ContactRef;
import onward.store.table.Contacts;
import onward.store.table.Envelopes;
import onward.store.table.MailTracking;
import onward.store.table.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the links of a mail lead to, over real HTTP. */
class MailLinksPagesTest {
    private static final UUID PROJECT = TestDatabase.PROJECT;
    private static final Instant NOW = Instant.parse("2026-11-23T14:30:00Z");
    private static final String HTML = "<a href=\"https://shop.example/sale/ü?a=1&amp;b=2\">Sale</a>";
    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    private static Vertx vertx;
    private static Store store;
    private static HttpServer server;
    private static MailLinks links;
    private static Ids ids;

    private UUID contact;
    private UUID topic;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        ids = Ids.from(new Random(11));
        store = Store.open(vertx, TestDatabase.fresh(), 2);
        links = new MailLinks(SecretBox.fleeting(), () -> "http://127.0.0.1:" + server.actualPort());
        var router = Router.router(vertx);
        WebRoutes.mountLinks(router, vertx, store, links);
        server = done(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    @AfterAll
    static void close() throws Exception {
        done(store.close());
        done(vertx.close());
    }

    @BeforeEach
    void add() throws Exception {
        String email = "ada" + ids.next(NOW) + "@example.com";
        contact = done(Contacts.upsert(
                store.client(),
                PROJECT,
                ids.next(NOW),
                new ContactChange(email, false, null, false, null, null, Map.of()),
                NOW));
        topic = ids.next(NOW);
        done(Topics.create(
                store.client(),
                PROJECT,
                new Topics.Topic(topic, "Weekly <digest>", null, Topics.OPT_IN, Topics.PUBLIC, NOW, NOW)));
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }

    private UUID mail(UUID topicId) throws Exception {
        return mail(contact, "ada@example.com", topicId);
    }

    private static UUID mail(UUID contact, String to, UUID topicId) throws Exception {
        UUID id = ids.next(NOW);
        done(Envelopes.insert(
                store.client(),
                List.of(new Envelope(
                        PROJECT,
                        id,
                        null,
                        null,
                        1,
                        contact,
                        null,
                        "<" + id + "@example.com>",
                        "shop@example.com",
                        List.of(to),
                        List.of(),
                        List.of(),
                        List.of(),
                        "Sale",
                        HTML,
                        null,
                        Map.of(),
                        Map.of(),
                        NOW,
                        topicId,
                        OnUncertain.RESEND)),
                NOW));
        return id;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return BROWSER.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder to(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    private static HttpResponse<String> post(String url, String form) throws Exception {
        return send(to(url).header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private Contact person() throws Exception {
        return done(Contacts.find(store.client(), PROJECT, ContactRef.id(contact)))
                .orElseThrow();
    }

    private String choice() throws Exception {
        return done(Choices.list(store.client(), PROJECT, contact, PageRequest.first(100))).items().stream()
                .filter(chosen -> chosen.topicId().equals(topic))
                .findFirst()
                .orElseThrow()
                .subscription();
    }

    private String lastEvent(UUID mail) throws Exception {
        return done(Envelopes.find(store.client(), PROJECT, mail)).orElseThrow().lastEvent();
    }

    /** What is written down after an answer is there in a moment. */
    private void eventually(UUID mail, String event) throws Exception {
        long deadline = System.nanoTime() + SECONDS.toNanos(20);
        while (!lastEvent(mail).equals(event)) {
            assertThat(System.nanoTime())
                    .as("Expected %s, found %s", event, lastEvent(mail))
                    .isLessThan(deadline);
        }
    }

    @Test
    void a_scanner_that_looks_changes_nothing() throws Exception {
        String url = links.unsubscribe(PROJECT, mail(null));

        var page = send(to(url).GET());
        var head = send(to(url).method("HEAD", BodyPublishers.noBody()));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("Weekly &lt;digest&gt;")
                .contains("Unsubscribe from everything")
                .doesNotContain(person().email());
        assertThat(page.headers().firstValue("content-security-policy")).isPresent();
        assertThat(person().unsubscribed()).isFalse();
        assertThat(choice()).isEqualTo("opt_in");
    }

    @Test
    void one_click_leaves_everything_and_twice_is_as_good_as_once() throws Exception {
        String url = links.unsubscribe(PROJECT, mail(null));

        assertThat(post(url, "List-Unsubscribe=One-Click").statusCode()).isEqualTo(200);
        assertThat(person().unsubscribed()).isTrue();
        Instant changed = person().updatedAt();
        assertThat(post(url, "List-Unsubscribe=One-Click").statusCode()).isEqualTo(200);

        assertThat(person().updatedAt()).isEqualTo(changed);
    }

    @Test
    void one_click_in_a_mail_of_a_topic_leaves_the_topic_alone() throws Exception {
        String url = links.unsubscribe(PROJECT, mail(topic));

        assertThat(post(url, "List-Unsubscribe=One-Click").statusCode()).isEqualTo(200);

        assertThat(choice()).isEqualTo("opt_out");
        assertThat(person().unsubscribed()).isFalse();
    }

    @Test
    void a_form_in_parts_is_read_too() throws Exception {
        String url = links.unsubscribe(PROJECT, mail(null));
        String form = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";

        var answer = send(to(url).header("content-type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(form)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(person().unsubscribed()).isTrue();
    }

    @Test
    void a_person_chooses_leaves_and_comes_back() throws Exception {
        String url = links.unsubscribe(PROJECT, mail(null));

        assertThat(post(url, "action=save").body()).contains("Your choices are saved.");
        assertThat(choice()).isEqualTo("opt_out");
        post(url, "action=save&topic=" + topic);
        assertThat(choice()).isEqualTo("opt_in");
        assertThat(post(url, "action=all").body())
                .contains("You are unsubscribed")
                .contains("Subscribe again");
        assertThat(person().unsubscribed()).isTrue();
        post(url, "action=back");
        assertThat(person().unsubscribed()).isFalse();
        assertThat(post(url, "action=nonsense").statusCode()).isEqualTo(200);
        assertThat(post(url, "").statusCode()).isEqualTo(200);
        assertThat(person().unsubscribed()).isFalse();
    }

    @Test
    void a_form_that_is_too_large_is_told_so_and_is_no_fault_of_the_server() throws Exception {
        String url = links.unsubscribe(PROJECT, mail(null));
        var lines = new ListAppender<ILoggingEvent>();
        var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        lines.start();
        root.addAppender(lines);

        var answer = post(url, "action=all&x=" + "x".repeat(100_000));
        var inParts = send(to(url).header("content-type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString("--b\r\nContent-Disposition: form-data; name=\"action\"\r\n\r\n"
                        + "x".repeat(100_000) + "\r\n--b--\r\n")));
        root.detachAppender(lines);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(answer.headers().firstValue("content-security-policy")).isPresent();
        assertThat(answer.body()).contains("Nothing was changed");
        assertThat(inParts.statusCode()).isEqualTo(413);
        assertThat(lines.list.stream().filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN)))
                .isEmpty();
        assertThat(person().unsubscribed()).isFalse();
        assertThat(send(to(url).GET()).statusCode()).isEqualTo(200);
    }

    @Test
    void somebody_who_is_no_contact_sees_what_holds_for_all_and_becomes_one_by_leaving() throws Exception {
        String email = "grace" + ids.next(NOW) + "@example.com";
        String url = links.unsubscribe(PROJECT, mail(null, "Grace <" + email + ">", topic));

        var page = send(to(url).GET());
        post(url, "action=nonsense");
        assertThat(found(email)).isEmpty();
        var left = post(url, "List-Unsubscribe=One-Click");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Weekly &lt;digest&gt;").contains("checked=");
        assertThat(left.statusCode()).isEqualTo(200);
        contact = found(email).orElseThrow().id();
        assertThat(choice()).isEqualTo("opt_out");
        assertThat(person().unsubscribed()).isFalse();
        post(url, "action=all");
        assertThat(person().unsubscribed()).isTrue();
    }

    private static Optional<Contact> found(String email) throws Exception {
        return done(Contacts.find(store.client(), PROJECT, ContactRef.email(email)));
    }

    @Test
    void a_link_that_is_none_or_whose_person_is_gone_is_not_found() throws Exception {
        String url = links.unsubscribe(PROJECT, mail(null));
        String altered = url.substring(0, url.length() - 10) + "AAAAAAAAAA";
        var unknown = List.of(
                altered,
                links.unsubscribe(PROJECT, ids.next(NOW)),
                links.unsubscribe(ids.next(NOW), ids.next(NOW)),
                url.replace("/unsubscribe/", "/unsubscribe/%20"));
        var answers = new ArrayList<String>();
        for (String one : unknown) {
            assertThat(send(to(one).GET()).statusCode()).isEqualTo(404);
            var answer = post(one, "List-Unsubscribe=One-Click");
            assertThat(answer.statusCode()).isEqualTo(404);
            answers.add(answer.body());
        }
        done(Contacts.delete(store.client(), PROJECT, ContactRef.id(contact)));
        answers.add(post(url, "List-Unsubscribe=One-Click").body());

        assertThat(answers.stream().distinct()).hasSize(1);
    }

    @Test
    void a_tracked_link_leads_to_what_stands_in_its_mail_and_tells() throws Exception {
        UUID mail = mail(null);
        done(MailTracking.decide(store.client(), List.of(new MailTracking.Leaving(PROJECT, mail, true, true, true))));

        var answer = send(to(links.click(PROJECT, mail, 0)).GET().header("user-agent", "Test"));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("location")).contains("https://shop.example/sale/%C3%BC?a=1&b=2");
        eventually(mail, "clicked");
    }

    @Test
    void a_picture_tells_that_a_mail_was_opened() throws Exception {
        UUID mail = mail(null);
        done(MailTracking.decide(store.client(), List.of(new MailTracking.Leaving(PROJECT, mail, true, false, true))));

        var answer = send(to(links.open(PROJECT, mail)).GET());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("image/gif");
        assertThat(answer.body()).startsWith("GIF89a");
        eventually(mail, "opened");
    }

    @Test
    void a_mail_that_is_not_tracked_leads_nowhere_and_tells_nothing() throws Exception {
        UUID mail = mail(null);

        assertThat(send(to(links.click(PROJECT, mail, 0)).GET()).statusCode()).isEqualTo(404);
        assertThat(send(to(links.open(PROJECT, mail)).GET()).statusCode()).isEqualTo(200);

        assertThat(lastEvent(mail)).isEqualTo("queued");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/c/x", "/c/x?u=https://evil.example", "/c/AAAA/https://evil.example", "/c/%2e%2e"})
    void a_link_made_up_leads_nowhere(String path) throws Exception {
        var answer = send(to("http://127.0.0.1:" + server.actualPort() + path).GET());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("location")).isEmpty();
    }

    @Test
    void a_number_that_the_mail_has_no_link_for_leads_nowhere() throws Exception {
        UUID mail = mail(null);
        done(MailTracking.decide(store.client(), List.of(new MailTracking.Leaving(PROJECT, mail, true, true, true))));

        assertThat(send(to(links.click(PROJECT, mail, 1)).GET()).statusCode()).isEqualTo(404);
        assertThat(send(to(links.click(PROJECT, mail, -1)).GET()).statusCode()).isEqualTo(404);
    }
}
