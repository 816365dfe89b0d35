package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.mail;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import onward.channel.Channel;
import onward.channel.Receipt;
import onward.flow.message.Envelope;
import onward.store.MailLinks;
import onward.store.SecretBox;
import onward.store.table.Domains;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How mails of a run look when they leave: with the links and the picture that their domain asks for, or without. */
final class DressingTest {
    private static final String HTML =
            "<p><a href=\"https://shop.example/sale?a=1&amp;b=2\">Sale</a> <a href=\"{{{RESEND_UNSUBSCRIBE_URL}}}\">Leave</a></p>";

    private final Workshop workshop = new Workshop();
    private final SecretBox box = SecretBox.fleeting();
    private final MailLinks links = new MailLinks(box, () -> "https://mail.example.com");
    private final SenderDomains domains = new SenderDomains(workshop.store, box, this::nanos);
    private final List<Envelope> left = new ArrayList<>();
    private final Channel channel = new Recording();
    private Receipt receipt = new Receipt.Accepted("250 Ok");
    private long looks;

    @AfterEach
    void close() {
        workshop.close();
    }

    /** Every look is a second after the one before, so that nothing known is kept. */
    private long nanos() {
        return looks++ * SenderDomains.AGE_MAX.toNanos();
    }

    private final class Recording implements Channel {
        @Override
        public String name() {
            return "email";
        }

        @Override
        public Future<List<Receipt>> deliver(List<Envelope> envelopes) {
            left.addAll(envelopes);
            return Future.succeededFuture(envelopes.stream().map(one -> receipt).toList());
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    private Mailroom mailroom(boolean verifiedOnly) {
        return new Mailroom(links, domains, verifiedOnly);
    }

    private void domain(boolean isTracked, String status) throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        var key = generator.generateKeyPair();
        Instant now = workshop.clock.now();
        var choice = new Domains.Choice(isTracked, isTracked, null, "opportunistic", true, false);
        var domain = new Domains.Domain(
                PROJECT,
                workshop.ids.next(now),
                "example.com",
                "us-east-1",
                status,
                choice,
                "send",
                "onward",
                Base64.getEncoder().encodeToString(key.getPublic().getEncoded()),
                Map.of(),
                now,
                now);
        await(Domains.insert(
                workshop.store.client(),
                domain,
                box.seal(Domains.KEY_PURPOSE, key.getPrivate().getEncoded())));
        workshop.rows("update domain set status = $1", status);
    }

    private void seal(boolean verifiedOnly) {
        workshop.publish("news", "News", HTML);
        workshop.enable("ordered", mail("send", "news"));
        workshop.send(event("ordered", "ada@example.com"));
        var settings = Workshop.SETTINGS.with(mailroom(verifiedOnly));
        await(workshop.matchPass(settings).once(100, workshop.clock.now()));
    }

    private void deliver() {
        var settling = new Settling(new Backoff(EngineSettings.RETRY_FIRST, EngineSettings.RETRY_MAX, new Random(1)));
        await(new CourierPass(
                        workshop.vertx,
                        workshop.store,
                        Map.of("email", channel),
                        settling,
                        workshop.ids,
                        () -> {},
                        System::nanoTime,
                        mailroom(false))
                .once(100, workshop.clock.now()));
    }

    @Test
    void a_mail_of_a_run_says_how_to_leave_it() {
        seal(false);
        deliver();

        assertThat(left.get(0).headers())
                .containsEntry("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
                .hasEntrySatisfying(
                        "List-Unsubscribe",
                        value -> assertThat(value).matches("<https://mail\\.example\\.com/unsubscribe/[\\w-]{67}>"));
        String url = left.get(0).headers().get("List-Unsubscribe").replaceAll("[<>]", "");
        assertThat(left.get(0).html()).contains("href=\"" + url + "\"").contains("https://shop.example/sale");
        assertThat(workshop.count("mail_tracking", "true")).isZero();
    }

    @Test
    void a_domain_that_asks_for_it_has_its_links_and_opens_told() throws Exception {
        domain(true, "not_started");
        seal(false);
        deliver();

        Envelope mail = left.get(0);
        assertThat(mail.html())
                .contains("href=\"" + links.click(PROJECT, mail.id(), 0) + "\"")
                .contains("<img src=\"" + links.open(PROJECT, mail.id()) + "\"")
                .contains("href=\"https://mail.example.com/unsubscribe/")
                .doesNotContain("shop.example");
        assertThat(workshop.rows("select html from envelope").get(0).getString("html"))
                .contains("https://shop.example/sale?a=1&amp;b=2");
    }

    @Test
    void a_mail_that_is_tried_again_leaves_in_the_same_dress() throws Exception {
        domain(true, "not_started");
        receipt = new Receipt.Deferred("451 Later");
        seal(false);
        deliver();
        workshop.rows("update domain set open_tracking = false, click_tracking = false");
        workshop.clock.pass(Duration.ofMinutes(1));
        deliver();

        assertThat(left).hasSize(2);
        assertThat(left.get(1)).isEqualTo(left.get(0));
    }

    @Test
    void a_mail_that_left_bare_stays_bare() throws Exception {
        domain(false, "not_started");
        receipt = new Receipt.Deferred("451 Later");
        seal(false);
        deliver();
        workshop.rows("update domain set open_tracking = true, click_tracking = true");
        workshop.clock.pass(Duration.ofMinutes(1));
        deliver();

        assertThat(left.get(1)).isEqualTo(left.get(0));
        assertThat(left.get(0).html()).contains("shop.example").doesNotContain("<img");
    }

    @Test
    void where_only_verified_domains_may_send_a_step_of_another_fails_and_says_so() throws Exception {
        domain(false, "pending");
        seal(true);

        assertThat(workshop.status()).isEqualTo("failed");
        assertThat(workshop.rows("select error ->> 'message' as message from trail where step_key = 'send'")
                        .get(0)
                        .getString("message"))
                .isEqualTo("The example.com domain is not verified. Please, add and verify your domain.");

        workshop.rows("update domain set status = 'verified'");
        workshop.send(event("ordered", "bob@example.com"));
        await(workshop.matchPass(Workshop.SETTINGS.with(mailroom(true))).once(100, workshop.clock.now()));

        assertThat(workshop.status()).isEqualTo("completed");
    }

    @Test
    void only_a_verified_domain_has_a_key_that_signs() throws Exception {
        domain(false, "pending");
        await(domains.known());
        assertThat(domains.key(PROJECT, "Shop <shop@example.com>")).isEmpty();

        workshop.rows("update domain set status = 'verified'");
        await(domains.known());

        assertThat(domains.key(PROJECT, "Shop <shop@EXAMPLE.com>"))
                .hasValueSatisfying(key -> assertThat(key).hasToString("onward._domainkey.example.com"));
        assertThat(domains.key(PROJECT, "shop@other.example")).isEmpty();
    }
}
