package onward.flow.message;

import static onward.flow.Sample.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompiledTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Hi {{{NAME}}}!~Hi Ada!",
                "{{{NAME}}}{{{NAME}}}~AdaAda",
                "{{{ NAME }}}~Ada",
                "{{{NAME|there}}}~Ada",
                "{{{NONE|there}}}~there",
                "{{{NONE|}}}!~!",
                "{{{NONE|a|b}}}~a|b",
                "{{{EMPTY|there}}}~there",
                "[{{{NONE}}}]~[]",
                "{{{contact.first_name|there}}}~Ada",
                "{{{contact.last_name|there}}}~there",
                "{{{ORDER.total}}}~12.50",
                "{{{COUNT}}} of {{{BIG}}}~3 of 100000",
                "{{{FLAG}}}~true",
                "{{{LIST}}}~a, 1",
                "{{NAME}}~{{NAME}}",
                "{{{NAME}}~{{{NAME}}",
                "{{{{NAME}}}}~{Ada}",
                "{{{#if NAME}}}~{{{#if NAME}}}",
                "a {{{ b~a {{{ b",
                "{{{RAW}}}~<b>&amp;</b>",
                "{{{NESTED}}}~{{{NAME}}}",
            })
    void placeholders_are_filled_and_nothing_else(String text, String expected) {
        var values = map(
                "NAME",
                "Ada",
                "EMPTY",
                "",
                "COUNT",
                3L,
                "BIG",
                new BigDecimal("1e5"),
                "FLAG",
                true,
                "LIST",
                List.of("a", 1L),
                "ORDER",
                map("total", new BigDecimal("12.50")),
                "contact",
                map("first_name", "Ada", "last_name", null),
                "RAW",
                "<b>&amp;</b>",
                "NESTED",
                "{{{NAME}}}");

        assertThat(CompiledText.of(text).render(values)).isEqualTo(expected);
    }

    @Test
    void a_compiled_text_tells_its_keys() {
        var text = CompiledText.of("{{{A}}} {{{B|x}}} {{{contact.first_name|there}}} {{{A|y}}} {{{!}}}");

        assertThat(text.keys()).containsExactly("A", "B", "contact.first_name");
        assertThat(text.bareKeys()).containsExactly("A");
        assertThat(text.oddities()).containsExactly("{{{!}}}");
    }

    @Test
    void long_texts_of_braces_are_cut_in_one_go() {
        String braces = "{".repeat(300_000) + "{{{a".repeat(100_000) + "}".repeat(300_000);

        assertThat(CompiledText.of(braces).render(map())).hasSizeGreaterThan(600_000);
    }
}
