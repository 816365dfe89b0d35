package onward.api;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.explain.Explanation;
import onward.flow.explain.Reason;
import onward.flow.explain.Subject;
import onward.flow.fact.Result;
import onward.flow.fact.Uuids;
import onward.flow.message.Address;
import onward.store.Store;
import onward.store.page.Explanations;
import onward.store.page.Question;
import onward.store.table.ContactRef;

/** {@code GET /explain}: why a person did not get the mail of an automation. An addition of ours. */
final class ExplainResource {
    private static final List<String> LINKED = List.of("contact", "email", "suppression", "topic");

    private final Store store;

    ExplainResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.get("/explain", this::explain);
    }

    private Future<Answer> explain(Call call) {
        Question question = question(call.query());
        return call.now()
                .compose(now -> Explanations.of(store.client(), call.projectId(), question, now))
                .map(Noun.AUTOMATION::existing)
                .map(explanation -> Answer.ok(body(explanation, question.automationId())));
    }

    private static Question question(Query query) {
        ContactRef person = person(query);
        UUID automationId = uuid(query, "automation_id").orElseThrow(() -> NativeErrors.missingField("automation_id"));
        Instant since = query.instant("since").orElse(null);
        Instant until = query.instant("until").orElse(null);
        if (since != null && until != null && since.isAfter(until)) {
            throw NativeErrors.validation("Expected `since` before `until`, found it after.");
        }
        return new Question(person, automationId, uuid(query, "event_id").orElse(null), since, until);
    }

    private static ContactRef person(Query query) {
        Optional<UUID> id = uuid(query, "contact_id");
        Optional<String> email = query.get("email");
        if (id.isPresent() == email.isPresent()) {
            String found = id.isPresent() ? "both" : "neither";
            throw NativeErrors.validation("Expected exactly one of `contact_id` and `email`, found " + found + ".");
        }
        return id.isPresent() ? ContactRef.id(id.get()) : ContactRef.email(address(email.get()));
    }

    private static String address(String text) {
        Result<Address> read = Address.readBare(text);
        if (!read.isOk()) {
            throw NativeErrors.validation("Expected an email address in `email`, found other text.");
        }
        return read.value().email();
    }

    private static Optional<UUID> uuid(Query query, String name) {
        return query.get(name).map(text -> Uuids.read(text).orElseThrow(() -> NativeErrors.invalidUuid(name)));
    }

    private static Map<String, Object> body(Explanation explanation, UUID automationId) {
        Map<String, Object> verdict = Answer.body(
                "code", explanation.verdict().code().word(),
                "number", explanation.verdict().code().number(),
                "sentence", explanation.sentence(),
                "suggestion", explanation.verdict().suggestion(),
                "link", link(explanation.verdict().subject(), automationId));
        return Answer.body(
                "object",
                "explanation",
                "verdict",
                verdict,
                "decisions",
                explanation.decisions().stream()
                        .map(reason -> decision(reason, automationId))
                        .toList());
    }

    private static Map<String, Object> decision(Reason reason, UUID automationId) {
        return Answer.body(
                "at", PgText.of(reason.at()),
                "code", reason.code().word(),
                "number", reason.code().number(),
                "sentence", reason.sentence(),
                "suggestion", reason.suggestion(),
                "subject", subject(reason.subject()),
                "link", link(reason.subject(), automationId),
                "values", reason.values());
    }

    private static Map<String, Object> subject(Subject subject) {
        return subject == null ? null : Answer.body("type", subject.type(), "id", subject.id());
    }

    /** Where this face tells more of it; null for what has no path, as events that were sent. */
    private static String link(Subject subject, UUID automationId) {
        if (subject == null) {
            return null;
        }
        return switch (subject.type()) {
            case "automation" -> "/automations/" + subject.id();
            case "run" -> "/automations/" + automationId + "/runs/" + subject.id();
            default -> LINKED.contains(subject.type()) ? "/" + subject.type() + "s/" + subject.id() : null;
        };
    }
}
