package onward.flow.fact;

import static onward.flow.Sample.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {

    private static final Schema SCHEMA = Schema.read(
                    map("plan", "string", "total", "number", "gift", "boolean", "at", "date"))
            .value();

    @ParameterizedTest
    @CsvSource({
        "total, 12, 12",
        "total, ' 12.50 ', 12.50",
        "total, -1e3, -1000",
        "gift, true, true",
        "gift, false, false",
        "at, 2026-10-01, 2026-10-01",
        "at, 2026-10-01T12:00:00Z, 2026-10-01T12:00:00Z",
        "at, 2026-10-01T12:00:00.123+02:00, 2026-10-01T12:00:00.123+02:00",
        "at, 2026-10-01 12:00:00.5+00, 2026-10-01 12:00:00.5+00",
        "at, 2026-10-01T12:00, 2026-10-01T12:00",
        "plan, pro, pro",
    })
    void texts_are_coerced(String field, String given, String expected) {
        var coerced = SCHEMA.coerce(map(field, given));

        assertThat(coerced.problems()).isEmpty();
        assertThat(coerced.value().get(field)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "total, twelve",
        "total, ''",
        "total, 0x10",
        "total, NaN",
        "total, 1e999",
        "gift, yes",
        "gift, TRUE",
        "gift, 1",
        "at, tomorrow",
        "at, 2026-13-01",
        "at, 2026-02-30",
        "at, 12:00",
    })
    void texts_of_another_type_are_a_mismatch(String field, String given) {
        var coerced = SCHEMA.coerce(map(field, given));

        assertThat(coerced.isOk()).isFalse();
        assertThat(coerced.problems().get(0).path()).isEqualTo("payload." + field);
        assertThat(coerced.problems().get(0).message()).contains("`" + field + "`");
    }

    @Test
    void numbers_and_booleans_arrive_as_such() {
        var coerced = SCHEMA.coerce(map("total", "7", "gift", "true")).value();

        assertThat(coerced).containsEntry("total", 7L).containsEntry("gift", true);
        assertThat(SCHEMA.coerce(map("total", new BigDecimal("7.5"))).value())
                .containsEntry("total", new BigDecimal("7.5"));
    }

    @Test
    void nothing_but_text_is_text_and_every_mismatch_is_told() {
        var coerced = SCHEMA.coerce(map("plan", 1L, "total", true, "gift", List.of(), "at", 5L));

        assertThat(coerced.problems()).hasSize(4);
    }

    @Test
    void undeclared_missing_and_null_fields_pass() {
        Map<String, Object> payload = map("other", List.of(1L), "plan", null);

        assertThat(SCHEMA.coerce(payload).value()).isEqualTo(payload);
    }

    @Test
    void a_schema_with_unknown_types_is_refused_field_by_field() {
        var schema = Schema.read(map("a", "text", "b", 1L, "c", null, " ", "string", "d", "date"));

        assertThat(schema.problems())
                .extracting(Problem::path)
                .containsExactly("schema.a", "schema.b", "schema.c", "schema. ");
    }

    @Test
    void a_schema_keeps_its_order_and_has_a_size() {
        Map<String, Object> many = new LinkedHashMap<>();
        for (int i = 0; i <= Schema.FIELDS_MAX; i++) {
            many.put("f" + i, "string");
        }

        assertThat(SCHEMA.toMap().keySet()).containsExactly("plan", "total", "gift", "at");
        assertThat(Schema.read(many).isOk()).isFalse();
    }
}
