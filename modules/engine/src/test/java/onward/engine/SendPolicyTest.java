package onward.engine;

import static onward.engine.Workshop.await;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.mail;
import static onward.engine.Workshop.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import onward.flow.step.SendPolicy;
import onward.store.TestDatabase;
import onward.store.table.SendPolicies;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a project's sending policy keeps back rests, says why, and goes out when it may. */
final class SendPolicyTest {
    private static final String ADA = "ada@example.com";

    private final Workshop workshop = new Workshop();

    @BeforeEach
    void open() {
        workshop.publish("welcome", "Welcome", "<p>Hello</p>");
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private void policy(Map<String, Object> written) {
        var policy = SendPolicy.read(written);
        assertThat(policy.problems()).isEmpty();
        await(SendPolicies.put(workshop.store.client(), TestDatabase.PROJECT, policy.value(), workshop.clock.now()));
    }

    /** Quiet from an hour before now until an hour after it. */
    private void quietNow() {
        var times = DateTimeFormatter.ofPattern("HH:mm");
        LocalTime now = workshop.clock.now().atOffset(ZoneOffset.UTC).toLocalTime();
        policy(Map.of(
                "quiet_hours", Map.of("from", times.format(now.minusHours(1)), "to", times.format(now.plusHours(1)))));
    }

    private void begin() {
        workshop.send(event("user.created", ADA));
        workshop.match();
    }

    private long mails() {
        return workshop.count("envelope", "true");
    }

    @Test
    void a_mail_rests_in_quiet_hours_and_goes_out_after_them() {
        quietNow();
        workshop.enable("user.created", mail("hello", "welcome"));

        begin();

        assertThat(workshop.steps()).containsExactly("start completed", "hello waiting");
        assertThat(workshop.output("hello", "blocked_by")).isEqualTo("quiet_hours");
        Instant eligible = Instant.parse(workshop.output("hello", "eligible_at"));
        assertThat(eligible)
                .isBetween(
                        workshop.clock.now().plus(Duration.ofMinutes(58)),
                        workshop.clock.now().plus(Duration.ofMinutes(61)));
        assertThat(mails()).isZero();

        workshop.clock.pass(Duration.between(workshop.clock.now(), eligible));
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "hello completed");
        assertThat(workshop.status()).isEqualTo("completed");
        assertThat(mails()).isEqualTo(1);
    }

    @Test
    void an_urgent_mail_leaves_at_any_time() {
        quietNow();
        workshop.enable(
                "user.created",
                step("hello", "send_email", Map.of("template", Map.of("id", "welcome"), "urgent", true)));

        begin();

        assertThat(mails()).isEqualTo(1);
    }

    @Test
    void somebody_who_unsubscribed_while_it_was_held_gets_none() {
        quietNow();
        workshop.enable("user.created", mail("hello", "welcome"));
        begin();

        workshop.rows("update contact set unsubscribed = true");
        workshop.clock.pass(Duration.ofHours(2));
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "hello skipped");
        assertThat(mails()).isZero();
    }

    @Test
    void a_cap_counts_over_runs_and_within_one_and_one_batch() {
        policy(Map.of("frequency_caps", List.of(Map.of("max", 2L, "period", "1 day"))));
        workshop.enable("user.created", mail("hello", "welcome"), mail("more", "welcome"));
        workshop.enable("user.greeted", mail("hello", "welcome"));

        workshop.send(event("user.created", ADA), event("user.greeted", ADA), event("user.greeted", "bob@example.com"));
        workshop.match();

        assertThat(workshop.count("trail", "status = 'waiting' and output ->> 'blocked_by' = 'frequency_cap'"))
                .isEqualTo(1);
        assertThat(mails()).isEqualTo(3);
        assertThat(workshop.count("contact_send", "true")).isEqualTo(3);

        workshop.clock.pass(Duration.ofDays(1).plusSeconds(1));
        workshop.resume();

        assertThat(mails()).isEqualTo(4);
        assertThat(workshop.count("run", "status = 'completed'")).isEqualTo(3);
    }

    @Test
    void without_caps_nothing_is_counted() {
        workshop.enable("user.created", mail("hello", "welcome"));

        begin();

        assertThat(mails()).isEqualTo(1);
        assertThat(workshop.count("contact_send", "true")).isZero();
    }
}
