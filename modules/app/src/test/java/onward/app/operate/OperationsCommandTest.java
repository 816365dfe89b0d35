package onward.app.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import onward.app.config.BadConfig;
import onward.app.home.StartRefused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsCommandTest {
    @TempDir
    Path directory;

    @Test
    void the_files_are_written_and_never_written_over_unasked() throws Exception {
        String into = directory.resolve("watch").toString();

        Said said = Said.by((out, err) -> OperationsCommand.run(List.of(into), out));
        Files.writeString(Path.of(into, "onward-alerts.yml"), "mine");

        assertThat(said.out().lines()).hasSize(OperationsCommand.FILES.size());
        assertThatThrownBy(() -> Said.by((out, err) -> OperationsCommand.run(List.of(into), out)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("is there");
        assertThat(Files.readString(Path.of(into, "onward-alerts.yml"))).isEqualTo("mine");
        Said.by((out, err) -> OperationsCommand.run(List.of(into, "--force"), out));
        assertThat(Files.readString(Path.of(into, "onward-alerts.yml"))).contains("OnwardDown");
        assertThat(new JsonObject(Files.readString(Path.of(into, "onward-dashboard.json"))).getJsonArray("panels"))
                .isNotEmpty();
    }

    @Test
    void a_directory_has_to_be_named() {
        assertThatThrownBy(() -> Said.by((out, err) -> OperationsCommand.run(List.of(), out)))
                .isInstanceOf(BadConfig.class);
        assertThatThrownBy(() -> Said.by((out, err) -> OperationsCommand.run(List.of("a", "--port=1"), out)))
                .isInstanceOf(BadConfig.class);
    }
}
