package onward.flow.step;

import java.util.List;
import java.util.Optional;

/** The register of all step types: a new one is its file and its line here. */
public final class StepTypes {

    /** In the order in which documentation and dashboard show them. */
    public static final List<StepType> ALL = List.of(Trigger.TYPE, SendEmail.TYPE, Delay.TYPE, Condition.TYPE);

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
