package onward.bench.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SheetTest {

    @Test
    void a_number_is_read_by_people_and_by_programs() {
        Sheet sheet = new Sheet()
                .environment(Map.of("cores", "2"))
                .part("W9")
                .put("w9_runs_per_second", "runs", 12_345.6, "/s")
                .put("w9_unknown", "unknown", Double.NaN, "s");

        assertThat(sheet.text()).contains("cores: 2").contains("12,346 /s").contains("not measured");
        var json = new JsonObject(sheet.json());
        assertThat(json.getDouble("w9_runs_per_second")).isEqualTo(12_345.6);
        assertThat(json.containsKey("w9_unknown")).isTrue();
        assertThat(json.getValue("w9_unknown")).isNull();
        assertThat(json.getJsonObject("environment").getString("cores")).isEqualTo("2");
        assertThat(json.getJsonArray("faults")).isEqualTo(new JsonArray());
    }

    @Test
    void what_is_missing_is_a_fault() {
        Sheet sheet = new Sheet();

        sheet.expect("runs", 10, 10);
        sheet.expect("mails", 20, 19);

        assertThat(sheet.faults()).containsExactly("expected 20 mails, found 19");
        assertThat(sheet.text()).contains("FAULT: expected 20 mails, found 19");
    }
}
