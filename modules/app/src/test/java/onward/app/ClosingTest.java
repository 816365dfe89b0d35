package onward.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import onward.app.home.StartRefused;
import org.junit.jupiter.api.Test;

class ClosingTest {
    private final List<String> undone = new ArrayList<>();
    private final Closing closing = new Closing();

    @Test
    void steps_are_undone_newest_first_and_once() {
        closing.add("database", () -> undone.add("database"));
        closing.add("http", () -> undone.add("http"));

        closing.close();
        closing.close();

        assertThat(undone).containsExactly("http", "database");
    }

    @Test
    void a_failing_step_stops_no_other() {
        closing.add("database", () -> undone.add("database"));
        closing.add("http", () -> {
            throw new IllegalStateException("on purpose, to see the next one run");
        });

        closing.close();

        assertThat(undone).containsExactly("database");
    }

    @Test
    void what_starts_while_all_stops_is_undone_at_once() {
        closing.close();

        assertThatThrownBy(() -> closing.add("late", () -> undone.add("late"))).isInstanceOf(StartRefused.class);
        assertThat(undone).containsExactly("late");
    }
}
