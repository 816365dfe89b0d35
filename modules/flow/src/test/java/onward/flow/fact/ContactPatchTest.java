package onward.flow.fact;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContactPatchTest {

    private static final Instant LATER = NOON.plusSeconds(60);
    private static final ContactPatch NOTHING = new ContactPatch(false, null, false, null, null, Map.of());

    private static ContactPatch firstName(String name) {
        return new ContactPatch(true, name, false, null, null, Map.of());
    }

    private static ContactPatch lastName(String name) {
        return new ContactPatch(false, null, true, name, null, Map.of());
    }

    private static ContactPatch unsubscribed(Boolean unsubscribed) {
        return new ContactPatch(false, null, false, null, unsubscribed, Map.of());
    }

    private static ContactPatch properties(Object... properties) {
        return new ContactPatch(false, null, false, null, null, map(properties));
    }

    static Stream<Arguments> patches() {
        Map<String, Object> kept = map("plan", "pro", "seats", 3L);
        return Stream.of(
                arguments(NOTHING, "Ada", "Lovelace", false, kept),
                arguments(firstName("Grace"), "Grace", "Lovelace", false, kept),
                arguments(firstName(null), null, "Lovelace", false, kept),
                arguments(lastName("Hopper"), "Ada", "Hopper", false, kept),
                arguments(lastName(null), "Ada", null, false, kept),
                arguments(unsubscribed(true), "Ada", "Lovelace", true, kept),
                arguments(unsubscribed(false), "Ada", "Lovelace", false, kept),
                arguments(properties("plan", "gold"), "Ada", "Lovelace", false, map("plan", "gold", "seats", 3L)),
                arguments(properties("plan", null), "Ada", "Lovelace", false, map("seats", 3L)),
                arguments(properties("absent", null), "Ada", "Lovelace", false, kept),
                arguments(
                        properties("vip", true),
                        "Ada",
                        "Lovelace",
                        false,
                        map("plan", "pro", "seats", 3L, "vip", true)));
    }

    @ParameterizedTest
    @MethodSource("patches")
    void what_is_given_changes_and_the_rest_stays(
            ContactPatch patch, String first, String last, boolean unsubscribed, Map<String, Object> properties) {
        Contact changed = patch.applyTo(ada(), LATER);

        assertThat(changed)
                .isEqualTo(new Contact(
                        ada().projectId(),
                        ada().id(),
                        ada().email(),
                        first,
                        last,
                        unsubscribed,
                        properties,
                        NOON,
                        LATER));
        assertThat(ada().properties()).containsOnlyKeys("plan", "seats");
    }

    static Stream<Arguments> pairs() {
        List<ContactPatch> patches = List.of(
                NOTHING,
                firstName("Grace"),
                firstName(null),
                lastName("Hopper"),
                lastName(null),
                unsubscribed(true),
                unsubscribed(false),
                properties("plan", "gold", "vip", true),
                properties("plan", null),
                properties("seats", 4L));
        return patches.stream().flatMap(one -> patches.stream().map(other -> arguments(one, other)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void two_patches_as_one_do_what_they_do_one_after_the_other(ContactPatch one, ContactPatch other) {
        Contact inTurn = other.applyTo(one.applyTo(ada(), LATER), LATER);

        assertThat(one.then(other).applyTo(ada(), LATER)).isEqualTo(inTurn);
    }

    @Test
    void the_later_of_two_unsubscriptions_counts() {
        assertThat(unsubscribed(true).then(unsubscribed(false)).unsubscribed()).isFalse();
        assertThat(unsubscribed(true).then(NOTHING).unsubscribed()).isTrue();
    }
}
