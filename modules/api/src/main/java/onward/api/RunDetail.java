package onward.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.flow.fact.Durations;
import onward.flow.fact.Event;
import onward.flow.fact.Uuids;
import onward.flow.run.Run;
import onward.flow.run.RunStatus;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.store.table.RunMails;

/**
 * How one run looks in the Sendrealm dialect: the steps it came to in their order, with the waits and mails of each
 * (contract/sendrealm.md 5.2). The trigger is no step there.
 */
final class RunDetail {
    private static final String WAIT = "wait_for_event";

    private final RunStory story;
    private final Run run;
    private final List<RunMails.Sealed> mails;
    private final List<RunMails.Sealed> pushes;
    private final Map<UUID, Event> resumers;
    private final Map<String, Map<?, ?>> configs = new HashMap<>();
    private final Object identity;

    /** @param resumers the events that ended its waits, those that are kept */
    RunDetail(RunStory story, List<RunMails.Sealed> mails, List<RunMails.Sealed> pushes, Map<UUID, Event> resumers) {
        this.story = story;
        this.run = story.run();
        this.mails = mails;
        this.pushes = pushes;
        this.resumers = resumers;
        this.identity = identityValue(run, story.event());
        story.steps().forEach(step -> configs.put(step.key(), step.config() instanceof Map<?, ?> map ? map : Map.of()));
    }

    Map<String, Object> toMap() {
        Map<String, Object> body = row(run, story.version().number(), story.event());
        body.put("trigger_event", triggerEvent());
        body.put("steps", entries().stream().map(this::step).toList());
        body.put(
                "waits",
                entries().stream()
                        .filter(entry -> entry.stepType().equals(WAIT))
                        .map(this::wait)
                        .toList());
        body.put(
                "sent_emails",
                mails.stream().map(mail -> sent(mail, linkedEmail(mail))).toList());
        body.put(
                "sent_pushes",
                pushes.stream().map(push -> sent(push, linkedPush(push))).toList());
        body.put("last_error", lastError());
        return body;
    }

    /** What lists show of a run too. @param event what started it, or null when that is kept no more */
    static Map<String, Object> row(Run run, Integer versionNumber, Event event) {
        return Answer.body(
                "id", run.id(),
                "automation_id", run.automationId(),
                "automation_version", Answer.body("id", run.versionId(), "version_number", versionNumber),
                "status", status(run),
                "trigger_event_name", event == null ? null : SendrealmWords.event(event.name()),
                "resolved_identity_type", identityType(event),
                "resolved_identity_value", identityValue(run, event),
                "contact_id", run.contactId(),
                "started_at", IsoMillis.of(run.startedAt()),
                "completed_at", IsoMillis.of(run.completedAt()),
                "created_at", IsoMillis.of(run.createdAt()),
                "updated_at", IsoMillis.of(run.completedAt() == null ? run.since() : run.completedAt()),
                "is_test", false);
    }

    private static String identityType(Event event) {
        if (event != null && event.externalId() != null) {
            return "external_id";
        }
        return event == null || event.contactId() != null ? "contact_id" : "email";
    }

    private static Object identityValue(Run run, Event event) {
        return switch (identityType(event)) {
            case "external_id" -> event.externalId();
            case "email" -> event.email();
            default -> run.contactId();
        };
    }

    private static String status(Run run) {
        return run.isLive() && run.resting() ? "waiting" : run.status().word();
    }

    private List<TrailEntry> entries() {
        return story.trail().stream()
                .filter(entry -> !entry.stepType().equals(SendrealmWords.TRIGGER))
                .toList();
    }

    private Map<String, Object> triggerEvent() {
        Event event = story.event();
        return event == null
                ? null
                : Answer.body(
                        "id", event.id(),
                        "event_name", SendrealmWords.event(event.name()),
                        "payload", event.payload() == null ? Map.of() : event.payload(),
                        "occurred_at", IsoMillis.of(event.occurredAt()));
    }

    private Map<String, Object> step(TrailEntry entry) {
        Map<String, Object> body = Answer.body(
                "id", id(entry, ""),
                "step_key", entry.stepKey(),
                "step_type", SendrealmWords.stepType(entry.stepType()),
                "status", status(entry),
                "attempts", entry.visit(),
                "next_attempt_at", isResting(entry) ? IsoMillis.of(run.dueAt()) : null,
                "output", entry.output(),
                "error", entry.error(),
                "started_at", IsoMillis.of(entry.startedAt()),
                "completed_at", IsoMillis.of(entry.completedAt()));
        if (entry.stepType().equals(WAIT)) {
            Map<String, Object> wait = wait(entry);
            body.put("branch_taken", wait.get("outcome_branch"));
            wait.put("resumed_by_event", resumedBy(entry));
            body.put("waits", List.of(wait));
        }
        if (entry.stepType().equals("send_email")) {
            body.put("linked_emails", of(entry, mails).map(this::linkedEmail).toList());
        }
        if (entry.stepType().equals("send_push")) {
            body.put("linked_pushes", of(entry, pushes).map(this::linkedPush).toList());
        }
        if (!entry.notes().isEmpty()) {
            body.put("notes", entry.notes());
        }
        return body;
    }

    private static Stream<RunMails.Sealed> of(TrailEntry entry, List<RunMails.Sealed> messages) {
        return messages.stream().filter(one -> one.stepKey().equals(entry.stepKey()) && one.visit() == entry.visit());
    }

    /** A step that a run rested at when it was ended from outside was left by nobody. */
    private String status(TrailEntry entry) {
        boolean isLeft = entry.status() != StepStatus.WAITING && entry.status() != StepStatus.RUNNING;
        return isLeft || run.isLive() ? entry.status().word() : "cancelled";
    }

    private boolean isResting(TrailEntry entry) {
        return run.isLive() && run.resting() && entry.stepKey().equals(run.stepKey());
    }

    private Map<String, Object> wait(TrailEntry entry) {
        String status = waitStatus(entry);
        boolean isReceived = status.equals("received");
        boolean isTimedOut = status.equals("timed_out");
        return Answer.body(
                "id",
                id(entry, "/wait"),
                "step_id",
                id(entry, ""),
                "step_key",
                entry.stepKey(),
                "step_type",
                WAIT,
                "waiting_for_event_name",
                awaited(entry),
                "status",
                status,
                "resolved_identity_value",
                identity,
                "timeout_at",
                IsoMillis.of(timeoutAt(entry)),
                "resumed_at",
                isReceived ? IsoMillis.of(entry.completedAt()) : null,
                "timed_out_at",
                isTimedOut ? IsoMillis.of(entry.completedAt()) : null,
                "outcome_branch",
                isTimedOut ? "timeout" : isReceived ? branch(entry) : null);
    }

    private String waitStatus(TrailEntry entry) {
        if (entry.status() == StepStatus.WAITING && run.isLive()) {
            return "waiting";
        }
        Object outcome = entry.output() == null ? null : entry.output().get("outcome");
        return "event_received".equals(outcome) ? "received" : "timeout".equals(outcome) ? "timed_out" : "cancelled";
    }

    /** The events it lists, or the one it names. */
    private String awaited(TrailEntry entry) {
        Map<?, ?> config = configs.getOrDefault(entry.stepKey(), Map.of());
        return config.get("events") instanceof List<?> events
                ? events.stream().map(RunDetail::eventName).collect(Collectors.joining(", "))
                : SendrealmWords.event((String) config.get("event_name"));
    }

    private static String eventName(Object event) {
        Object name = event instanceof Map<?, ?> map ? map.get("event_name") : event;
        return SendrealmWords.event(String.valueOf(name));
    }

    /** A wait that lists events has a branch for each. */
    private String branch(TrailEntry entry) {
        Map<?, ?> config = configs.getOrDefault(entry.stepKey(), Map.of());
        if (!(config.get("events") instanceof List<?> events)) {
            return "received";
        }
        Object name = entry.output().get("event_name");
        return events.stream()
                .filter(event -> event instanceof Map<?, ?> map && name.equals(map.get("event_name")))
                .map(event -> ((Map<?, ?>) event).get("branch"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst()
                .orElse(String.valueOf(name));
    }

    private Instant timeoutAt(TrailEntry entry) {
        if (isResting(entry)) {
            return run.dueAt();
        }
        Object timeout = configs.getOrDefault(entry.stepKey(), Map.of()).get("timeout");
        var read = Durations.read(timeout);
        return timeout == null || !read.isOk() || entry.startedAt() == null
                ? null
                : entry.startedAt().plus(read.value());
    }

    private Map<String, Object> resumedBy(TrailEntry entry) {
        if (!waitStatus(entry).equals("received")) {
            return null;
        }
        Object id = entry.output().get("event_id");
        Event event = Uuids.read(id instanceof String text ? text : null)
                .map(resumers::get)
                .orElse(null);
        return Answer.body(
                "id",
                id,
                "event_name",
                SendrealmWords.event(String.valueOf(entry.output().get("event_name"))),
                "occurred_at",
                event == null ? null : IsoMillis.of(event.occurredAt()));
    }

    private Map<String, Object> linkedEmail(RunMails.Sealed mail) {
        return Answer.body(
                "id", mail.id(),
                "subject", mail.subject(),
                "status", mail.state(),
                "last_event", mail.lastEvent(),
                "template_version_id", templateVersion(mail),
                "contact_id", mail.contactId(),
                "created_at", IsoMillis.of(mail.createdAt()));
    }

    private Map<String, Object> linkedPush(RunMails.Sealed push) {
        return Answer.body(
                "id", push.id(),
                "title", push.subject(),
                "status", push.state(),
                "last_event", push.lastEvent(),
                "template_version_id", templateVersion(push),
                "contact_id", push.contactId(),
                "created_at", IsoMillis.of(push.createdAt()));
    }

    private static Map<String, Object> sent(RunMails.Sealed message, Map<String, Object> body) {
        body.put("automation_step_key", message.stepKey());
        return body;
    }

    /** The version that the step pins; a step that follows a template sends whichever was published then. */
    private Object templateVersion(RunMails.Sealed mail) {
        Object template = configs.getOrDefault(mail.stepKey(), Map.of()).get("template");
        Object reference = template instanceof Map<?, ?> map ? map.get("id") : null;
        boolean isVersion = Uuids.read(reference instanceof String text ? text : null)
                .filter(id -> !id.equals(mail.templateId()))
                .isPresent();
        return isVersion ? reference : null;
    }

    private Map<String, Object> lastError() {
        if (run.status() != RunStatus.FAILED || run.reason() == null) {
            return null;
        }
        return Answer.body(
                "code", run.reason().get("name"),
                "message", run.reason().get("message"),
                "step_key", run.reason().get("step_key"),
                "at", IsoMillis.of(run.completedAt()),
                "attempt", 1);
    }

    /** Visits have no id of their own; this one is always the same for a visit, and another for every other. */
    private UUID id(TrailEntry entry, String part) {
        String name = run.id() + "/" + entry.stepKey() + "/" + entry.visit() + part;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
