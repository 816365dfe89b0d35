package onward.api;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import onward.flow.fact.EventName;

/**
 * What the Sendrealm dialect calls the things that the native face has other words for (contract/sendrealm.md 9). A
 * word that is not in these tables is the same on both.
 */
public final class SendrealmWords {
    /** How an automation's trigger is addressed in connections; no step may have this key. */
    public static final String TRIGGER = "trigger";

    /** The beginning of the names of the system's own events. */
    public static final String SYSTEM_PREFIX = EventName.SECOND_RESERVED_PREFIX;

    private static final String NATIVE_PREFIX = "resend:";
    private static final String DEFAULT = "default";

    /** Native to theirs. */
    private static final Map<String, String> STEP_TYPES = Map.of(
            "send_email", "send_email_template",
            "send_push", "send_push_template",
            "add_to_segment", "add_to_audience",
            "remove_from_segment", "remove_from_audience",
            "topic_update", "set_topic_subscription");

    private static final Map<String, String> EVENTS = Map.of(
            "email.sent", "mail.send",
            "email.delivered", "mail.delivery",
            "email.opened", "mail.open",
            "email.clicked", "mail.click",
            "email.bounced", "mail.bounce",
            "email.complained", "mail.complaint",
            "push.sent", "push.send",
            "push.opened", "push.open",
            "push.delivered", "push.delivery",
            "push.clicked", "push.click");

    /** By native step type: native to theirs. */
    private static final Map<String, Map<String, String>> BRANCHES = Map.of(
            "condition", Map.of("condition_met", "true", "condition_not_met", "false"),
            "wait_for_event", Map.of("event_received", "received"));

    /** Other words that are understood for a branch of a condition. */
    private static final Map<String, String> CONDITION_ALIASES = Map.of(
            "yes", "condition_met",
            "met", "condition_met",
            "no", "condition_not_met",
            "not_met", "condition_not_met");

    private static final Map<String, String> NATIVE_STEP_TYPES = turned(STEP_TYPES);
    private static final Map<String, String> NATIVE_EVENTS = turned(EVENTS);
    private static final Map<String, Map<String, String>> NATIVE_BRANCHES = new HashMap<>();

    static {
        BRANCHES.forEach((type, words) -> NATIVE_BRANCHES.put(type, turned(words)));
    }

    private SendrealmWords() {}

    private static Map<String, String> turned(Map<String, String> words) {
        Map<String, String> turned = new HashMap<>();
        words.forEach((one, other) -> turned.put(other, one));
        return turned;
    }

    public static String stepType(String nativeType) {
        return STEP_TYPES.getOrDefault(nativeType, nativeType);
    }

    public static String nativeStepType(String type) {
        return NATIVE_STEP_TYPES.getOrDefault(type, type);
    }

    /** For example {@code sendrealm.mail.open} for {@code resend:email.opened}; an event of a customer stays as it is. */
    public static String event(String nativeName) {
        if (nativeName == null || !nativeName.startsWith(NATIVE_PREFIX)) {
            return nativeName;
        }
        String name = nativeName.substring(NATIVE_PREFIX.length());
        return SYSTEM_PREFIX + EVENTS.getOrDefault(name, mail(name));
    }

    private static String mail(String name) {
        return name.startsWith("email.") ? "mail." + name.substring("email.".length()) : name;
    }

    public static String nativeEvent(String name) {
        if (name == null || !name.startsWith(SYSTEM_PREFIX)) {
            return name;
        }
        String own = name.substring(SYSTEM_PREFIX.length());
        String known = NATIVE_EVENTS.get(own);
        return NATIVE_PREFIX + (known != null ? known : own.startsWith("mail.") ? "email." + own.substring(5) : own);
    }

    /** @param nativeType of the step that the branch leaves */
    public static String branch(String nativeType, String nativeBranch) {
        return DEFAULT.equals(nativeBranch)
                ? "next"
                : BRANCHES.getOrDefault(nativeType, Map.of()).getOrDefault(nativeBranch, nativeBranch);
    }

    /** @param nativeType of the step that the branch leaves; null when there is none */
    public static String nativeBranch(String nativeType, String branch) {
        if ("next".equals(branch)) {
            return DEFAULT;
        }
        String known = NATIVE_BRANCHES.getOrDefault(nativeType, Map.of()).get(branch);
        if (known == null && "condition".equals(nativeType)) {
            known = CONDITION_ALIASES.get(branch.toLowerCase(Locale.ROOT));
        }
        return Optional.ofNullable(known).orElse(branch);
    }
}
