package onward.api;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import onward.store.Store;
import onward.store.page.Usage;

/** {@code GET /usage} (contract/resend.md 13). There are no plans here, so every limit is null. */
final class UsageResource {
    private final Store store;

    UsageResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.get("/usage", this::get);
    }

    private Future<Answer> get(Call call) {
        return call.now().compose(now -> {
            OffsetDateTime day = now.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
            OffsetDateTime month = day.withDayOfMonth(1);
            return Usage.of(store.client(), call.projectId(), day.toInstant(), month.toInstant())
                    .map(usage -> Answer.ok(body(
                            usage,
                            day.plusDays(1).toInstant(),
                            month.plusMonths(1).toInstant())));
        });
    }

    private static Map<String, Object> body(Usage usage, Instant nextDay, Instant nextMonth) {
        return Answer.body(
                "object", "usage",
                "emails",
                        Answer.body(
                                "daily", emails(usage.emailsDay(), nextDay),
                                "monthly", emails(usage.emailsMonth(), nextMonth)),
                "contacts", used(usage.contacts()),
                "segments", used(usage.segments()),
                "broadcasts", used(0),
                "ai_credits", Answer.body("used", 0, "limit", null, "next_increase_at", null),
                "automation_runs",
                        Answer.body("used", usage.runsMonth(), "limit", null, "resets_at", PgText.of(nextMonth)),
                "domains", used(usage.domains()),
                "rate_limit", Answer.body("limit", null, "duration", "1s"));
    }

    private static Map<String, Object> emails(long used, Instant resetsAt) {
        return Answer.body("used", used, "limit", null, "sent", used, "received", 0, "resets_at", PgText.of(resetsAt));
    }

    private static Map<String, Object> used(long used) {
        return Answer.body("used", used, "limit", null);
    }
}
