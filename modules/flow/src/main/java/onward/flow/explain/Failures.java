package onward.flow.explain;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onward.flow.run.TrailEntry;

/** Why a step failed: a mail that could not be made, or something else. */
final class Failures {
    /** As the step that seals a mail says it. */
    private static final Pattern VARIABLE = Pattern.compile("variable '([^']+)'");

    private Failures() {}

    static Reason of(Findings facts, TrailEntry entry) {
        Map<String, Object> error = entry.error() == null ? Map.of() : entry.error();
        String message = String.valueOf(error.get("message"));
        boolean isMail = entry.stepType().equals("send_email");
        Reason reason = Reason.of(
                        isMail ? Code.TEMPLATE_FAILED : Code.STEP_FAILED,
                        entry.completedAt(),
                        Subject.run(facts.story().run().id()),
                        "the step " + Words.quoted(entry.stepKey()) + " failed at " + Words.at(entry.completedAt())
                                + ": " + withoutStop(message))
                .with("step", entry.stepKey())
                .with("error", error);
        return isMail
                ? ofMail(reason, message)
                : reason.suggest("Remove what the message tells of, then send the event again.");
    }

    private static String withoutStop(String message) {
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private static Reason ofMail(Reason reason, String message) {
        Matcher variable = VARIABLE.matcher(message);
        if (!variable.find()) {
            return reason.suggest("Put the template and its sender right, then send the event again.");
        }
        String name = variable.group(1);
        return reason.with("variable", name)
                .suggest("Give the variable " + name
                        + " a value in the step, or a fallback in the template, then send the" + " event again.");
    }
}
