package onward.app.guide;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.flow.message.MailEvent;
import onward.flow.policy.Entry;
import onward.flow.rule.Operator;
import onward.flow.run.Machine;
import onward.flow.step.StepType;
import onward.flow.step.StepTypes;
import onward.store.json.JsonWriter;

/** {@code docs/automations.md}: the prose of a resource, with the tables that the code knows best. */
public final class AutomationsGuide {
    private static final String PROSE = "/guide/automations.md";

    private AutomationsGuide() {}

    /** The page as Markdown. */
    public static String markdown() {
        String page = prose();
        for (Map.Entry<String, String> part : parts().entrySet()) {
            page = page.replace("{{" + part.getKey() + "}}", part.getValue());
        }
        return page;
    }

    private static String prose() {
        try (InputStream in = AutomationsGuide.class.getResourceAsStream(PROSE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(
                "step_types",
                StepTypes.ALL.stream().map(AutomationsGuide::stepType).collect(Collectors.joining("\n")));
        parts.put("operators", table("Operator | Takes | Holds when", operators()));
        parts.put("references", table("Reference | Leads to", references()));
        parts.put("system_events", table("Event | The mail", systemEvents()));
        parts.put("hops", String.valueOf(Machine.HOPS_MAX));
        parts.put("entry_modes", table("Mode | What it does", entryModes()));
        parts.put("limits", table("Limit | Value", Limits.rows()));
        return parts;
    }

    private static String stepType(StepType type) {
        boolean isOurs = !StepTypes.RESEND.contains(type.name());
        return "### " + type.name() + (isOurs ? " (ours)" : "") + "\n\n" + type.explanation() + "\n\n"
                + "Branches: " + branches(type) + ".\n\n" + fields(type) + "```json\n"
                + JsonWriter.write(type.example()) + "\n```\n";
    }

    private static String branches(StepType type) {
        String fixed = type.branches().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        if (!type.namesBranches()) {
            return fixed;
        }
        return type.branches().isEmpty() ? "those that its config names" : fixed + ", or those that its config names";
    }

    private static String fields(StepType type) {
        if (type.fields().isEmpty()) {
            return "It has no fields.\n\n";
        }
        List<String> rows = type.fields().stream().map(AutomationsGuide::field).toList();
        return table("Field | Takes | Needed | Meaning", rows) + "\n";
    }

    private static String field(StepType.Field field) {
        String name = field.name().isEmpty() ? "the whole config" : "`" + field.name() + "`";
        return name + " | " + field.kind().words() + " | " + (field.isRequired() ? "yes" : "no") + " | "
                + field.explanation();
    }

    private static List<String> operators() {
        return Stream.of(Operator.values())
                .map(operator -> "`" + operator.word() + "` | " + operator.takes() + " | " + operator.explanation())
                .toList();
    }

    private static List<String> references() {
        return List.of(
                "`event.<path>` | the payload of the event that started the run",
                "`contact.<field>` | `id`, `email`, `first_name`, `last_name`, `unsubscribed`, `created_at`, "
                        + "`updated_at`, as they are when the step runs",
                "`contact.properties.<key>` | a property of the contact",
                "`wait_events.<event name>.<path>` | the payload of the event that a wait received; of several waits "
                        + "the last",
                "`steps.<key>.<path>` | what an earlier step put out, for example the `status` and `body` of an "
                        + "http_request (*ours*)");
    }

    private static List<String> systemEvents() {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put("sent", "was taken by the mail server");
        meanings.put("delivery_delayed", "could not be handed over yet and is tried again");
        meanings.put("failed", "was refused, or given up");
        meanings.put(
                "suppressed",
                "was not sent: its contact is unsubscribed or gone, its run cancelled, or its address suppressed");
        meanings.put("delivered", "reached the recipient's server");
        meanings.put("opened", "was opened");
        meanings.put("clicked", "had a link of it clicked");
        meanings.put("bounced", "came back");
        meanings.put("complained", "was reported as unwanted");
        return meanings.entrySet().stream()
                .map(one -> "`" + MailEvent.of(one.getKey()).name() + "` | " + one.getValue())
                .toList();
    }

    private static List<String> entryModes() {
        return Stream.of(Entry.Mode.values())
                .map(mode -> "`" + mode.word() + "` | " + mode.explanation())
                .toList();
    }

    private static String table(String head, List<String> rows) {
        String rule = "|---".repeat(head.split("\\|", -1).length) + "|";
        return Stream.concat(Stream.of("| " + head + " |", rule), rows.stream().map(row -> "| " + row + " |"))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
