package onward.flow.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.Sample;
import onward.flow.fact.Problem;
import onward.flow.message.Template.Variable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateCheckTest {

    private static List<String> messages(String html, Variable... variables) {
        return TemplateCheck.problems(html, null, null, List.of(variables)).stream()
                .map(Problem::message)
                .toList();
    }

    @Test
    void a_key_that_is_used_must_be_declared() {
        assertThat(messages("Hi {{{NAME}}}"))
                .containsExactly("Variable 'NAME' is used in the template but not defined in the variables list");
        assertThat(messages("Hi {{{NAME}}}", new Variable("NAME", "string", null)))
                .isEmpty();
        assertThat(TemplateCheck.problems("", "{{{A}}}", "{{{A}}} {{{B}}}", List.of()))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FIRST_NAME",
                "LAST_NAME",
                "EMAIL",
                "UNSUBSCRIBE_URL",
                "RESEND_UNSUBSCRIBE_URL",
                "contact",
                "this"
            })
    void reserved_keys_may_not_be_declared(String key) {
        assertThat(messages("", new Variable(key, "string", null)))
                .singleElement()
                .asString()
                .contains("reserved");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{{FIRST_NAME}}}",
                "{{{EMAIL}}}",
                "{{{contact.first_name|there}}}",
                "{{{RESEND_UNSUBSCRIBE_URL}}}",
                "{{ x }}"
            })
    void reserved_keys_are_used_without_declaration(String html) {
        assertThat(messages(html)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A B", "A-B", "Ä", "a.b", "0123456789012345678901234567890123456789012345678901"})
    void keys_are_short_and_ascii(String key) {
        assertThat(messages("", new Variable(key, "string", null)))
                .singleElement()
                .asString()
                .startsWith("Expected a key");
    }

    @ParameterizedTest
    @CsvSource({
        "string, x, true",
        "number, x, false",
        "boolean, x, false",
        "list, x, false",
        "object, x, false",
        "text, x, false"
    })
    void a_fallback_is_of_the_declared_type(String type, String fallback, boolean isRight) {
        assertThat(messages("", new Variable("A", type, fallback)).isEmpty()).isEqualTo(isRight);
    }

    @Test
    void values_of_every_type_are_accepted_within_their_limits() {
        assertThat(messages(
                        "",
                        new Variable("A", "number", (1L << 53) - 1),
                        new Variable("B", "boolean", false),
                        new Variable("C", "object", Map.of()),
                        new Variable("D", "list", List.of()),
                        new Variable("E", "string", "x".repeat(2_000))))
                .isEmpty();
        assertThat(messages("", new Variable("A", "number", 1L << 53), new Variable("E", "string", "x".repeat(2_001))))
                .hasSize(2);
    }

    @Test
    void fifty_variables_are_enough_and_each_is_declared_once() {
        List<Variable> many = new ArrayList<>();
        for (int i = 0; i < 51; i++) {
            many.add(new Variable("K" + i, "string", null));
        }

        assertThat(TemplateCheck.problems("", null, null, many.subList(0, 50))).isEmpty();
        assertThat(TemplateCheck.problems("", null, null, many)).hasSize(1);
        assertThat(messages("", new Variable("A", "string", null), new Variable("A", "string", null)))
                .hasSize(1);
    }

    @Test
    void logic_in_braces_is_refused() {
        assertThat(messages("{{{#each ITEMS}}}")).singleElement().asString().contains("{{{#each ITEMS}}}");
    }

    @Test
    void a_message_id_depends_on_every_part_of_its_key_and_on_nothing_else() {
        UUID project = Sample.PROJECT;
        UUID run = Sample.RUN;
        String id = MessageIds.of(project, run, "hello", 1, "ada@example.com", "example.com");

        assertThat(id).matches("<[a-z2-7]{52}@example\\.com>");
        assertThat(MessageIds.of(project, run, "hello", 1, " Ada@Example.com", "example.com"))
                .isEqualTo(id);
        assertThat(List.of(
                        MessageIds.of(run, run, "hello", 1, "ada@example.com", "example.com"),
                        MessageIds.of(project, project, "hello", 1, "ada@example.com", "example.com"),
                        MessageIds.of(project, run, "hello1", 1, "ada@example.com", "example.com"),
                        MessageIds.of(project, run, "hello", 2, "ada@example.com", "example.com"),
                        MessageIds.of(project, run, "hello", 1, "eda@example.com", "example.com")))
                .doesNotHaveDuplicates()
                .doesNotContain(id);
    }
}
