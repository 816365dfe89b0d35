package onward.flow.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;

/** What the steps about a segment have in common. */
final class Membership {
    private Membership() {}

    /**
     * Changes whether the run's contact is in a segment; one that is gone fails the step.
     *
     * @param change of contact and segment
     */
    static Outcome outcome(Context context, UUID segmentId, BiFunction<UUID, UUID, Effect> change) {
        if (!context.facts().catalogue().segments().contains(segmentId.toString())) {
            return Outcome.stop("not_found", "Segment '" + segmentId + "' was not found.");
        }
        UUID contactId = context.facts().contact().id();
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("contact_id", contactId.toString());
        output.put("segment_id", segmentId.toString());
        return new Outcome.Go(Outcome.DEFAULT, output, List.of(change.apply(contactId, segmentId)));
    }
}
