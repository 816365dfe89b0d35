package onward.flow.step;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Puts the run's contact into a segment; one that is in it already stays. A segment that is gone fails the step. */
public record AddToSegment(UUID segmentId) implements Step {

    public static final StepType TYPE = new StepType(
            "add_to_segment",
            "Puts the contact into a segment; a contact that is in it already stays there.",
            List.of(Outcome.DEFAULT),
            List.of(StepType.Field.required(
                    "segment_id", StepType.Kind.SEGMENT, "The segment to put the contact into.")),
            Map.of("segment_id", "78261eea-8f8b-4381-83c6-79fa7120f1cf"),
            config -> new AddToSegment(config.id("segment_id")));

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public Map<String, Object> config() {
        return Map.of("segment_id", segmentId.toString());
    }

    @Override
    public Set<String> segmentReferences() {
        return Set.of(segmentId.toString());
    }

    @Override
    public Outcome enter(Context context) {
        return Membership.outcome(context, segmentId, Effect.JoinSegment::new);
    }
}
