package onward.api.sendrealm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import onward.flow.rule.Rule;
import onward.store.json.JsonReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterWordsTest {

    @ParameterizedTest
    @CsvSource({"amount,eq", "amount_ne,neq", "amount_gt,gt", "amount_gte,gte", "amount_lt,lt", "amount_lte,lte"})
    void a_suffix_is_an_operator(String key, String operator) {
        assertThat(FilterWords.rule(Map.of(key, 10L)))
                .isEqualTo(Map.of("type", "rule", "field", "event.amount", "operator", operator, "value", 10L));
    }

    @Test
    void all_keys_have_to_hold() {
        var rule = (Map<?, ?>) FilterWords.rule(JsonReader.read("{\"amount_gte\": 10, \"cart.plan\": \"pro\"}"));

        assertThat(rule.get("type")).isEqualTo("and");
        assertThat((List<?>) rule.get("rules")).hasSize(2);
        assertThat(Rule.readFilter(rule, "").problems()).isEmpty();
    }

    @Test
    void a_field_that_ends_like_an_operator_is_named_with_one() {
        assertThat(FilterWords.rule(Map.of("size_gte", Map.of("operator", "eq", "value", 5L))))
                .isEqualTo(Map.of("type", "rule", "field", "event.size_gte", "operator", "eq", "value", 5L));
    }

    @Test
    void no_key_asks_nothing() {
        assertThat(FilterWords.rule(Map.of())).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount_gte\": 1000, \"plan\": \"pro\"}",
                "{\"plan_in\": [\"pro\", \"team\"]}",
                "{\"coupon_exists\": true, \"note_exists\": false}",
                "{\"email_ends_with\": \"@example.com\", \"name_contains\": \"Ada\"}",
                "{\"any\": [{\"field\": \"event.a\", \"operator\": \"eq\", \"value\": 1},"
                        + " {\"field\": \"event.b\", \"operator\": \"in_last\", \"value\": \"3 days\"}]}",
                "{\"field\": \"event.size_gte\", \"operator\": \"eq\", \"value\": 5}"
            })
    void a_filter_comes_back_as_it_was_written(String filter) {
        Object written = JsonReader.read(filter);

        assertThat(Rule.readFilter(FilterWords.rule(written), "").problems()).isEmpty();
        assertThat(FilterWords.filters(FilterWords.rule(written))).isEqualTo(written);
    }

    @Test
    void a_rule_that_no_flat_filter_says_is_shown_as_a_condition() {
        Object rule = JsonReader.read("""
                {"type": "and", "rules": [
                  {"type": "rule", "field": "event.a", "operator": "gt", "value": 1},
                  {"type": "rule", "field": "event.a", "operator": "gt", "value": 2}]}""");

        assertThat(FilterWords.filters(rule)).isEqualTo(JsonReader.read("""
                {"all": [{"field": "event.a", "operator": "gt", "value": 1},
                         {"field": "event.a", "operator": "gt", "value": 2}]}"""));
    }

    @Test
    void what_is_no_filter_is_left_for_others_to_refuse() {
        assertThat(Rule.readFilter(FilterWords.rule("much"), "").problems()).hasSize(1);
        assertThat(Rule.readFilter(FilterWords.rule(Map.of("amount_gte", "much")), "")
                        .problems())
                .hasSize(1);
    }
}
