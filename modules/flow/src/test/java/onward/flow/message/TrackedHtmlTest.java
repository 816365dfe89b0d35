package onward.flow.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackedHtmlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<a href=\"https://shop.example/a?b=1&amp;c=2\">x</a> | https://shop.example/a?b=1&c=2",
                "<A HREF='HTTP://shop.example'>x</A>                  | HTTP://shop.example",
                "<a class=\"b\" data-x='>' href = \"https://a.example/\" >x</a> | https://a.example/",
                "<a\t  href=\"https://a.example/#top\">x</a>          | https://a.example/#top",
                "<a/href=\"https://a.example\">x</a>                  | https://a.example"
            })
    void links_are_found_as_a_browser_would_follow_them(String html, String url) {
        assertThat(TrackedHtml.of(html).links()).containsExactly(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain text",
                "<a href=\"mailto:ada@example.com\">x</a>",
                "<a href=\"#top\">x</a>",
                "<a href=\"/path\">x</a>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<a href=\"https://a.example/\r\nSet-Cookie: x\">x</a>",
                "<a href=\"https://a.example/ b\">x</a>",
                "<a href=https://a.example>x</a>",
                "<a name=\"https://a.example\">x</a>",
                "<abbr href=\"https://a.example\">x</abbr>",
                "<link href=\"https://a.example/style.css\">",
                "<a href=\"https://a.example",
                "<a href",
                "<a href=",
                "<a \"\"\"'='>",
                "<"
            })
    void what_is_no_link_to_follow_stays_as_it_is(String html) {
        var read = TrackedHtml.of(html);

        boolean isCut = html.endsWith("https://a.example");
        assertThat(read.links()).hasSize(isCut ? 1 : 0);
        assertThat(read.with(number -> isCut ? null : "https://t.example/" + number, null))
                .isEqualTo(html);
    }

    @Test
    void links_are_replaced_and_a_picture_ends_the_body() {
        var html = TrackedHtml.of(
                "<body><a href=\"https://a.example\">a</a> <a href='https://b.example?x=1'>b</a></BODY></html>");

        String other = html.with(number -> number == 0 ? "https://t.example/0?x&y" : null, "https://t.example/o");

        assertThat(other)
                .isEqualTo(
                        "<body><a href=\"https://t.example/0?x&amp;y\">a</a> <a href='https://b.example?x=1'>b</a>"
                                + "<img src=\"https://t.example/o\" alt=\"\" width=\"1\" height=\"1\" style=\"border:0\"></BODY></html>");
        assertThat(TrackedHtml.of("hello").with(number -> null, "https://t.example/o"))
                .startsWith("hello<img ");
    }

    @Test
    void only_the_first_links_of_a_mail_full_of_them_are_tracked() {
        var html = "<a href=\"https://a.example\">a</a>".repeat(TrackedHtml.LINKS_MAX + 5);

        assertThat(TrackedHtml.of(html).links()).hasSize(TrackedHtml.LINKS_MAX);
    }

    @Test
    void a_mail_made_to_be_slow_is_read_in_one_pass() {
        for (String piece :
                new String[] {"<a ", "<a href=\"", "<a href='x", "<a x=", "<", "<a \"", "<a href=\"https://"}) {
            String html = piece.repeat(500_000 / piece.length());

            org.junit.jupiter.api.Assertions.assertTimeout(
                    Duration.ofSeconds(5), () -> TrackedHtml.of(html).with(number -> null, null));
        }
    }
}
