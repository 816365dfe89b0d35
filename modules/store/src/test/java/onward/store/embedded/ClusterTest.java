package onward.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterTest {
    private static final long GIBIBYTE = 1L << 30;

    @ParameterizedTest
    @CsvSource({"0, 128", "1, 128", "2, 256", "3, 384", "4, 512", "64, 512"})
    void keeps_at_hand_what_fits_into_an_eighth_of_the_memory(long gibibytes, long mebibytes) {
        assertThat(Cluster.sharedBuffers(gibibytes * GIBIBYTE)).isEqualTo(mebibytes);
    }

    @Test
    void says_so_to_the_server(@TempDir Path home) throws Exception {
        var cluster = new Cluster(home);
        Files.createDirectories(cluster.data());

        assertThat(cluster.writeSettings(5432)).content().containsPattern("(?m)^shared_buffers = \\d+MB$");
    }
}
