package onward.flow.step;

import java.util.List;
import java.util.Map;

/** Deletes the run's contact for good; what follows is skipped (contract/resend.md 4.2). */
public record ContactDelete() implements Step {

    public static final StepType TYPE = new StepType(
            "contact_delete",
            "Deletes the contact for good. Steps that follow are skipped, and other runs of the contact end.",
            List.of(Outcome.DEFAULT),
            List.of(),
            Map.of(),
            config -> new ContactDelete());

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public Map<String, Object> config() {
        return Map.of();
    }

    @Override
    public boolean needsContactAlone() {
        return true;
    }

    @Override
    public Outcome enter(Context context) {
        var id = context.facts().contact().id();
        return new Outcome.Go(
                Outcome.DEFAULT, Map.of("contact_id", id.toString()), List.of(new Effect.DeleteContact(id)));
    }
}
