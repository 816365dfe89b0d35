package onward.flow.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {
    private static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");
    /** More than the random bits of several pages. */
    private static final int MANY = 3_000;

    @Test
    void the_first_of_an_instant_is_the_least_that_it_makes() {
        UUID first = Ids.first(NOON);

        assertThat(Ids.from(new SecureRandom()).next(NOON)).isGreaterThan(first);
        assertThat(Ids.from(new SecureRandom()).next(NOON.minusMillis(1))).isLessThan(first);
        assertThat(Ids.first(Instant.EPOCH.minusSeconds(1))).isEqualTo(new UUID(0, 0));
    }

    @Test
    void ids_of_one_instant_are_of_version_7_and_all_different() {
        var ids = Ids.from(new SecureRandom());

        var made = Stream.generate(() -> ids.next(NOON)).limit(MANY).toList();

        assertThat(made).doesNotHaveDuplicates().allMatch(id -> id.version() == 7 && id.variant() == 2);
        assertThat(made).extracting(UUID::getMostSignificantBits).allMatch(high -> high >>> 16 == NOON.toEpochMilli());
    }
}
