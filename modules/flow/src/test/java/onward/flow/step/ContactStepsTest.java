package onward.flow.step;

import static onward.flow.Sample.ADA;
import static onward.flow.Sample.context;
import static onward.flow.Sample.factsOf;
import static onward.flow.Sample.id;
import static onward.flow.Sample.map;
import static onward.flow.Sample.read;
import static onward.flow.Sample.withSegments;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The two small steps about a contact: its deletion, and its place in a segment. */
class ContactStepsTest {

    private static final UUID VIPS = id(40);

    @Test
    void a_contact_is_deleted_and_named() {
        var step = read(ContactDelete.TYPE, "{}");

        assertThat(step.enter(context(factsOf())))
                .isEqualTo(new Outcome.Go(
                        "default", map("contact_id", ADA.toString()), List.of(new Effect.DeleteContact(ADA))));
        assertThat(step.needsContactAlone()).isTrue();
    }

    @Test
    void a_contact_is_put_into_a_segment() {
        var step = read(AddToSegment.TYPE, map("segment_id", VIPS.toString()));

        assertThat(step.enter(context(withSegments(factsOf(), VIPS))))
                .isEqualTo(new Outcome.Go(
                        "default",
                        map("contact_id", ADA.toString(), "segment_id", VIPS.toString()),
                        List.of(new Effect.JoinSegment(ADA, VIPS))));
        assertThat(step.segmentReferences()).containsExactly(VIPS.toString());
    }

    @Test
    void a_segment_that_is_gone_fails_the_step_by_name() {
        var step = read(AddToSegment.TYPE, map("segment_id", VIPS.toString()));

        var stop = (Outcome.Stop) step.enter(context(withSegments(factsOf(), id(41))));

        assertThat(stop.name()).isEqualTo("not_found");
        assertThat(stop.message()).contains(VIPS.toString());
    }
}
