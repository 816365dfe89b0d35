package onward.app.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import onward.app.config.BadConfig;
import onward.app.config.Setting;
import onward.store.json.JsonReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    @TempDir
    Path data;

    @Test
    void every_setting_is_told_with_its_value_and_who_said_so() throws Exception {
        Files.writeString(data.resolve("onward.properties"), "rate-limit = 7\n");
        var env = Map.of("ONWARD_DATA", data.toString(), "ONWARD_SMTP_URL", "smtp://ada:hush@mail.example.com:587");

        Said said = Said.by((out, err) -> ConfigCommand.run(List.of("--port", "4004"), env, out));

        assertThat(said.code()).isZero();
        assertThat(said.out().lines()).hasSize(Setting.values().length);
        assertThat(said.out())
                .containsPattern("(?m)^ONWARD_PORT +4004 +--port$")
                .containsPattern("(?m)^ONWARD_RATE_LIMIT +7 +rate-limit in the settings file$")
                .containsPattern("(?m)^ONWARD_HOST +127.0.0.1 +the default$")
                .containsPattern("(?m)^ONWARD_API_KEY +\\(none\\) +the default$")
                .containsPattern("(?m)^ONWARD_SMTP_URL +set +ONWARD_SMTP_URL$")
                .doesNotContain("hush");
    }

    @Test
    void json_says_the_same_to_a_program() {
        var env = Map.of("ONWARD_DATA", data.toString(), "ONWARD_API_KEY", "re_0123456789abcdef_hush");

        Said said = Said.by((out, err) -> ConfigCommand.run(List.of("--json", "--port=4004"), env, out));

        var rows = (List<?>) JsonReader.read(said.out());
        assertThat(rows).hasSize(Setting.values().length);
        assertThat(rows.toString())
                .contains("{name=ONWARD_PORT, value=4004, secret=false, from=--port}")
                .contains("{name=ONWARD_API_KEY, value=set, secret=true, from=ONWARD_API_KEY}");
        assertThat(said.out()).doesNotContain("hush");
    }

    @Test
    void what_cannot_be_used_is_told_as_start_would_tell_it() {
        var env = Map.of("ONWARD_DATA", data.toString(), "ONWARD_PORT", "70000");

        assertThatThrownBy(() -> Said.by((out, err) -> ConfigCommand.run(List.of("--jsn"), env, out)))
                .isInstanceOf(BadConfig.class)
                .hasMessageContaining("ONWARD_PORT")
                .hasMessageContaining("--jsn");
        assertThatThrownBy(() -> Said.by((out, err) -> ConfigCommand.run(List.of("port"), Map.of(), out)))
                .hasMessage("Expected only flags, found port.");
    }
}
