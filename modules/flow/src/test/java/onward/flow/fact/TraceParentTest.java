package onward.flow.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void a_request_of_ours_is_in_the_same_trace_under_an_id_of_its_own() {
        var given = TraceParent.read(GIVEN).orElseThrow();
        UUID request = UUID.fromString("01900000-0000-7000-8000-000000000001");

        assertThat(given.text()).isEqualTo(GIVEN);
        assertThat(given.of(request, 1).text()).isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-8000000000000001-01");
        assertThat(given.of(request, 2).parentId()).isEqualTo("8000000000000002");
        assertThat(given.of(new UUID(0, 0), 1).parentId()).isEqualTo("0000000000000001");
    }

    @Test
    void what_a_later_version_adds_is_left_out() {
        assertThat(TraceParent.read("01" + GIVEN.substring(2) + "-more")
                        .orElseThrow()
                        .text())
                .isEqualTo(GIVEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"
            })
    void what_is_none_is_ignored(String header) {
        assertThat(TraceParent.read(header)).isEmpty();
    }
}
