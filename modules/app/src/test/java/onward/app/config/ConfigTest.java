package onward.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import onward.app.ProjectFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
    @TempDir
    Path data;

    @Test
    void defaults_hold_when_nobody_says_anything() {
        Config config = Config.read(List.of("--data", data.toString()), Map.of());

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(4000);
        assertThat(config.databaseUrl()).isNull();
        assertThat(config.publicUrl(4000)).isEqualTo("http://127.0.0.1:4000");
    }

    @Test
    void what_is_in_force_names_who_said_so_and_no_secret() {
        var env = Map.of("ONWARD_DATA", data.toString(), "ONWARD_SMTP_URL", "smtp://ada:hush@mail.example.com:587");

        var settings = Config.read(List.of("--port", "4004"), env).inForce();

        assertThat(settings)
                .anySatisfy(one ->
                        assertThat(one.name() + one.value() + one.origin()).isEqualTo("ONWARD_PORT4004--port"))
                .anySatisfy(one -> assertThat(one.name() + one.value() + one.origin())
                        .isEqualTo("ONWARD_SMTP_URLsetONWARD_SMTP_URL"))
                .anySatisfy(one -> assertThat(one.name() + one.value() + one.origin())
                        .isEqualTo("ONWARD_HOST127.0.0.1the default"));
        assertThat(settings.toString()).doesNotContain("hush");
    }

    @Test
    void a_flag_wins_over_the_environment_and_that_over_the_file() throws IOException {
        Files.writeString(data.resolve("onward.properties"), "port = 4001\nhost = 0.0.0.0\n");
        Map<String, String> env = Map.of("ONWARD_PORT", "4002", "ONWARD_DATA", data.toString());

        assertThat(Config.read(List.of(), Map.of("ONWARD_DATA", data.toString()))
                        .port())
                .isEqualTo(4001);
        assertThat(Config.read(List.of(), env).port()).isEqualTo(4002);
        assertThat(Config.read(List.of("--port=4003"), env).port()).isEqualTo(4003);
        assertThat(Config.read(List.of("--port", "4004"), env).host()).isEqualTo("0.0.0.0");
    }

    @Test
    void every_problem_is_told_at_once_with_setting_expected_and_found() {
        Map<String, String> env =
                Map.of("ONWARD_PORT", "70000", "ONWARD_CLUSTER", "yes", "ONWARD_DATA", data.toString());

        assertThatThrownBy(() -> Config.read(List.of("--prot", "1", "--public-url=nowhere"), env))
                .isInstanceOf(BadConfig.class)
                .hasMessageContaining("found --prot")
                .hasMessageContaining(
                        "ONWARD_PORT (from ONWARD_PORT): expected a whole number from 0 to 65535, found \"70000\"")
                .hasMessageContaining("ONWARD_PUBLIC_URL (from --public-url): expected a URL")
                .hasMessageContaining("ONWARD_CLUSTER");
    }

    @Test
    void a_secret_is_not_repeated_in_its_refusal() {
        Map<String, String> env = Map.of("ONWARD_SMTP_URL", "hunter2", "ONWARD_DATA", data.toString());

        assertThatThrownBy(() -> Config.read(List.of(), env))
                .hasMessageContaining("ONWARD_SMTP_URL")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void an_unknown_line_of_the_file_is_refused() throws IOException {
        Files.writeString(data.resolve("other.properties"), "prot = 4001\n");

        assertThatThrownBy(() -> Config.read(
                        List.of(
                                "--data",
                                data.toString(),
                                "--config",
                                data.resolve("other.properties").toString()),
                        Map.of()))
                .hasMessageContaining("found prot");
    }

    @Test
    void the_page_of_settings_is_the_programs_own_list() throws IOException {
        assertThat(Files.readString(ProjectFiles.root().resolve("docs/settings.md")))
                .as("docs/settings.md, which should read:\n" + SettingsPage.markdown())
                .isEqualTo(SettingsPage.markdown());
    }
}
