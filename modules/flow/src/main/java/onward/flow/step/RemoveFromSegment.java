package onward.flow.step;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Takes the run's contact out of a segment; one that is not in it stays outside. A segment that is gone fails the step. */
public record RemoveFromSegment(UUID segmentId) implements Step {

    public static final StepType TYPE = new StepType(
            "remove_from_segment",
            "Takes the contact out of a segment; for a contact that is not in it nothing changes.",
            List.of(Outcome.DEFAULT),
            List.of(StepType.Field.required(
                    "segment_id", StepType.Kind.SEGMENT, "The segment to take the contact out of.")),
            Map.of("segment_id", "78261eea-8f8b-4381-83c6-79fa7120f1cf"),
            config -> new RemoveFromSegment(config.id("segment_id")));

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
        return Membership.outcome(context, segmentId, Effect.LeaveSegment::new);
    }
}
