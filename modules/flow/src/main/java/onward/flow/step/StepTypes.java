package onward.flow.step;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The register of all step types: a new one is its file and its line here. */
public final class StepTypes {

    /** In the order in which documentation and dashboard show them. */
    public static final List<StepType> ALL = List.of(
            Trigger.TYPE,
            SendEmail.TYPE,
            Delay.TYPE,
            WaitForEvent.TYPE,
            Condition.TYPE,
            ContactUpdate.TYPE,
            ContactDelete.TYPE,
            AddToSegment.TYPE,
            RemoveFromSegment.TYPE,
            TopicUpdate.TYPE,
            Switch.TYPE,
            Split.TYPE,
            HttpRequest.TYPE,
            SendPush.TYPE);

    /** The names that the released Resend clients know (contract/resend.md 4.2); the others are additions of ours. */
    public static final Set<String> RESEND = Set.of(
            "trigger",
            "send_email",
            "delay",
            "wait_for_event",
            "condition",
            "contact_update",
            "contact_delete",
            "add_to_segment");

    private StepTypes() {}

    /** The type of that name. */
    public static Optional<StepType> of(String name) {
        return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    /** The names, for a message: {@code trigger, send_email, …}. */
    public static String names() {
        return String.join(", ", ALL.stream().map(StepType::name).toList());
    }
}
