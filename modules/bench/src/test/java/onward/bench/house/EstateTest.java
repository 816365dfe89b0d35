package onward.bench.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstateTest {
    private final List<String> ended = new ArrayList<>();

    @TempDir
    Path place;

    @Test
    void what_was_begun_last_ends_first_and_the_data_go() throws IOException {
        Path data = Files.createDirectories(place.resolve("data"));
        Files.writeString(Files.createDirectories(data.resolve("server")).resolve("rows"), "many");

        try (Estate estate = new Estate(data, false)) {
            estate.ends(() -> ended.add("server"));
            estate.ends(() -> ended.add("sink"));
        }

        assertThat(ended).containsExactly("sink", "server");
        assertThat(data).doesNotExist();
    }

    @Test
    void what_is_to_stay_stays() {
        new Estate(place, true).close();

        assertThat(place).exists();
    }

    @Test
    void what_ended_by_itself_is_not_ended_again() {
        Estate estate = new Estate(place, true);
        Runnable server = () -> ended.add("server");
        estate.ends(server);

        estate.end(server);
        estate.close();
        estate.close();

        assertThat(ended).containsExactly("server");
    }

    @Test
    void what_comes_too_late_is_ended_at_once() {
        Estate estate = new Estate(place, true);
        estate.close();

        assertThatThrownBy(() -> estate.ends(() -> ended.add("server"))).isInstanceOf(BenchCut.class);
        assertThat(ended).containsExactly("server");
    }
}
