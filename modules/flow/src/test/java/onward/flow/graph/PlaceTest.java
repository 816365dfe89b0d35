package onward.flow.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceTest {

    private static final Map<String, Object> DEFINITION =
            Map.of("steps", List.of(Map.of("key", "start"), Map.of("ref", "old"), "odd"));

    @Test
    void a_problem_of_a_step_is_found_at_its_field() {
        Place place = Place.of("steps[0].config.template.id");

        assertThat(place).isEqualTo(new Place("steps", 0, "config.template.id"));
        assertThat(place.stepKey(DEFINITION)).contains("start");
    }

    @Test
    void a_step_of_older_days_is_named_by_its_ref_and_one_without_a_key_by_nothing() {
        assertThat(Place.of("steps[1]").stepKey(DEFINITION)).contains("old");
        assertThat(Place.of("steps[2].key").stepKey(DEFINITION)).isEmpty();
        assertThat(Place.of("steps[3]").stepKey(DEFINITION)).isEmpty();
        assertThat(Place.of("steps[0]").stepKey(Map.of("steps", "odd"))).isEmpty();
    }

    @Test
    void what_is_about_no_step_says_so() {
        assertThat(Place.of("connections[4].type")).isEqualTo(new Place("connections", 4, "type"));
        assertThat(Place.of("connections[4].type").stepKey(DEFINITION)).isEmpty();
        assertThat(Place.of("entry.mode")).isEqualTo(new Place("", -1, "entry.mode"));
        assertThat(Place.of("steps")).isEqualTo(new Place("", -1, "steps"));
        assertThat(Place.of("steps[99999999999].key").isStep()).isFalse();
    }
}
