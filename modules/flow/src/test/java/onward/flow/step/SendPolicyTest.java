package onward.flow.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Problem;
import onward.flow.fact.Scope;
import org.junit.jupiter.api.Test;

class SendPolicyTest {
    private static final Scope NOBODY = new Scope(Map.of(), null, Map.of(), Instant.EPOCH);

    private static SendPolicy policy(Map<String, Object> written) {
        var read = SendPolicy.read(written);
        assertThat(read.problems()).isEmpty();
        assertThat(SendPolicy.read(read.value().toMap()).value()).isEqualTo(read.value());
        return read.value();
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    @Test
    void nothing_is_held_back_without_rules() {
        var verdict = SendPolicy.NONE.verdict(NOBODY, at("2026-03-01T03:00:00Z"), List.of());

        assertThat(verdict.isBlocked()).isFalse();
        assertThat(verdict.eligibleAt()).isEqualTo(at("2026-03-01T03:00:00Z"));
    }

    @Test
    void quiet_hours_end_on_the_clock_of_their_zone() {
        var policy = policy(Map.of("quiet_hours", Map.of("from", "21:00", "to", "08:00", "timezone", "Europe/Berlin")));

        assertThat(policy.verdict(NOBODY, at("2026-01-10T19:59:59Z"), List.of()).isBlocked())
                .isFalse();
        var night = policy.verdict(NOBODY, at("2026-01-10T20:00:00Z"), List.of());
        assertThat(night.blockedBy()).isEqualTo("quiet_hours");
        assertThat(night.eligibleAt()).isEqualTo(at("2026-01-11T07:00:00Z"));
        assertThat(policy.verdict(NOBODY, at("2026-01-11T07:00:00Z"), List.of()).isBlocked())
                .isFalse();
    }

    @Test
    void a_cap_frees_when_the_oldest_message_within_its_time_is_old_enough() {
        var policy = policy(Map.of("frequency_caps", List.of(Map.of("max", 2L, "period", "1 day"))));
        var sent = List.of(at("2026-01-10T08:00:00Z"), at("2026-01-10T12:00:00Z"));

        assertThat(policy.verdict(NOBODY, at("2026-01-10T13:00:00Z"), sent.subList(0, 1))
                        .isBlocked())
                .isFalse();
        var third = policy.verdict(NOBODY, at("2026-01-10T13:00:00Z"), sent);
        assertThat(third.blockedBy()).isEqualTo("frequency_cap");
        assertThat(third.eligibleAt()).isEqualTo(at("2026-01-11T08:00:00Z"));
        assertThat(policy.verdict(NOBODY, at("2026-01-11T08:00:00Z"), sent).isBlocked())
                .isFalse();
        assertThat(policy.memory()).hasDays(1);
    }

    @Test
    void the_latest_of_all_rules_counts_and_the_first_that_held_it_back_is_named() {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("quiet_hours", Map.of("from", "21:00", "to", "08:00"));
        written.put("send_window", Map.of("time_of_day", "09:00-17:00", "weekdays", List.of("mon"), "timezone", "UTC"));
        written.put("frequency_caps", List.of(Map.of("max", 1L, "period", "7 days")));
        var policy = policy(written);

        // A Saturday; the last message left on the Wednesday before.
        var verdict = policy.verdict(NOBODY, at("2026-01-10T10:00:00Z"), List.of(at("2026-01-07T10:00:00Z")));

        assertThat(verdict.blockedBy()).isEqualTo("send_window");
        assertThat(verdict.eligibleAt()).isEqualTo(at("2026-01-19T09:00:00Z"));
    }

    @Test
    void what_cannot_be_read_is_told_at_its_place() {
        var read = SendPolicy.read(Map.of(
                "quiet_hours", Map.of("from", "9 pm"),
                "send_window", Map.of("time_of_day", "09:00"),
                "frequency_caps", List.of(Map.of("max", 0L, "period", "soon"))));

        assertThat(read.problems())
                .extracting(Problem::path)
                .contains(
                        "quiet_hours.to",
                        "send_window.time_of_day",
                        "frequency_caps[0].max",
                        "frequency_caps[0].period");
    }
}
