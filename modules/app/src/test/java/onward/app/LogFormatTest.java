package onward.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogFormatTest {
    @Test
    void a_line_of_json_has_the_sentence_and_its_ids_apart() {
        var context = new LoggerContext();
        var id = UUID.fromString("01900000-0000-7000-8000-000000000001");
        var logger = context.getLogger("onward.engine.Pump");
        var event = new LoggingEvent(
                "here", logger, Level.WARN, "Run {} waits.", new IllegalStateException("a \"fault\""), new Object[] {id
                });

        String line = new String(LogFormat.json(context).encode(event), StandardCharsets.UTF_8);

        var json = new JsonObject(line);
        assertThat(line).endsWith("\n").doesNotContain("\n{");
        assertThat(json.getString("level")).isEqualTo("WARN");
        assertThat(json.getString("loggerName")).isEqualTo("onward.engine.Pump");
        assertThat(json.getString("formattedMessage")).isEqualTo("Run " + id + " waits.");
        assertThat(json.getJsonArray("arguments").getString(0)).isEqualTo(id.toString());
        assertThat(json.getJsonObject("throwable").getString("message")).isEqualTo("a \"fault\"");
        assertThat(json.getLong("timestamp")).isPositive();
    }
}
