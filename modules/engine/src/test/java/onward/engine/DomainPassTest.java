package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.store.table.Domains;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a domain becomes verified, with a name server of the test's own. */
final class DomainPassTest {
    private static final String DKIM = "onward._domainkey.example.com";

    private final Workshop workshop = new Workshop();
    private final Map<String, List<String>> texts = new HashMap<>();
    private boolean isDown;
    private UUID id;

    @BeforeEach
    void add() {
        Instant now = workshop.clock.now();
        id = workshop.ids.next(now);
        var choice = new Domains.Choice(false, false, null, "opportunistic", true, false);
        var domain = new Domains.Domain(
                PROJECT,
                id,
                "example.com",
                "us-east-1",
                "not_started",
                choice,
                "send",
                "onward",
                "PUBLIC",
                Map.of(),
                now,
                now);
        await(Domains.insert(workshop.store.client(), domain, new byte[] {1}));
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private void ask() {
        Instant now = workshop.clock.now();
        await(Domains.verify(workshop.store.client(), PROJECT, id, now, now.plus(Domains.LOOKED_UP_FOR)));
    }

    private int look() {
        return await(new DomainPass(workshop.store, this::texts, "smtp.example.net").once(10, workshop.clock.now()));
    }

    private Future<List<String>> texts(String name) {
        return isDown ? Future.failedFuture("No answer") : Future.succeededFuture(texts.getOrDefault(name, List.of()));
    }

    private Domains.Domain domain() {
        return await(Domains.find(workshop.store.client(), PROJECT, id)).orElseThrow();
    }

    @Test
    void a_domain_nobody_asked_about_is_not_looked_up() {
        assertThat(look()).isZero();
        assertThat(domain().status()).isEqualTo("not_started");
    }

    @Test
    void a_domain_is_verified_once_all_its_records_are_there() {
        ask();
        assertThat(domain().status()).isEqualTo("pending");
        texts.put(DKIM, List.of("v=DKIM1; k=rsa; p=PUB LIC"));

        assertThat(look()).isEqualTo(1);
        assertThat(domain().status()).isEqualTo("pending");
        assertThat(domain().records()).containsEntry("DKIM", "verified").containsEntry("SPF", "pending");
        assertThat(look()).isZero();

        texts.put("example.com", List.of("google-site=1", "v=spf1 include:other.example ~all"));
        workshop.clock.pass(DomainPass.AGAIN_FIRST);
        assertThat(look()).isEqualTo(1);

        assertThat(domain().status()).isEqualTo("verified");
        workshop.clock.pass(Duration.ofDays(1));
        assertThat(look()).isZero();
    }

    @Test
    void a_key_of_somebody_else_is_not_ours() {
        ask();
        texts.put(DKIM, List.of("v=DKIM1; k=rsa; p=OTHER"));
        look();

        assertThat(domain().records()).containsEntry("DKIM", "pending");
    }

    @Test
    void after_three_days_in_vain_it_failed() {
        ask();
        int looks = 0;
        for (Instant end = workshop.clock.now().plus(Duration.ofHours(73));
                workshop.clock.now().isBefore(end); ) {
            looks += look();
            workshop.clock.pass(Duration.ofMinutes(5));
        }

        assertThat(domain().status()).isEqualTo("failed");
        assertThat(domain().records()).containsEntry("DKIM", "failed").containsEntry("SPF", "failed");
        assertThat(looks).isBetween(70, 120);
    }

    @Test
    void a_name_server_that_is_silent_says_nothing() {
        isDown = true;
        ask();
        look();

        assertThat(domain().status()).isEqualTo("pending");
        assertThat(domain().records()).containsEntry("DKIM", "temporary_failure");
    }
}
