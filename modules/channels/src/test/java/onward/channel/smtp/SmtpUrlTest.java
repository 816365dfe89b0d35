package onward.channel.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import onward.channel.smtp.SmtpUrl.Tls;
import onward.flow.fact.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator may write, and what is said when it is something else. */
class SmtpUrlTest {

    @ParameterizedTest
    @CsvSource({
        "smtp://mail.example.com, mail.example.com, 25, STARTTLS",
        "smtp://mail.example.com/, mail.example.com, 25, STARTTLS",
        "smtp://mail.example.com:2525?tls=none, mail.example.com, 2525, NONE",
        "smtp://mail.example.com:587?tls=required, mail.example.com, 587, REQUIRED",
        "smtp://mail.example.com?tls=starttls, mail.example.com, 25, STARTTLS",
        "smtps://mail.example.com, mail.example.com, 465, IMPLICIT",
        "SMTPS://mail.example.com:1465, mail.example.com, 1465, IMPLICIT",
        "smtp://[::1]:1025, ::1, 1025, STARTTLS",
        "smtp://ada:secret@mail.example.com, mail.example.com, 25, REQUIRED",
        "smtp://ada:secret@mail.example.com?tls=none, mail.example.com, 25, NONE"
    })
    void a_url_says_where_and_how(String text, String host, int port, Tls tls) {
        var url = SmtpUrl.read(text).value();

        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
        assertThat(url.tls()).isEqualTo(tls);
    }

    @Test
    void user_and_password_are_percent_decoded() {
        var url = SmtpUrl.read("smtp://ada%40example.com:p%3Aa+s%2Fs:%C3%A9@mail.example.com")
                .value();

        assertThat(url.user()).isEqualTo("ada@example.com");
        assertThat(url.password()).isEqualTo("p:a+s/s:é");
        assertThat(url.toString()).doesNotContain("ada", "p:a");
    }

    @ParameterizedTest
    @CsvSource({
        "http://mail.example.com, scheme 'http'",
        "mail.example.com, scheme none",
        "'', scheme none",
        "smtp://, no URL",
        "smtp://mail.example.com:port, host",
        "smtp://mail.example.com:0, port from 1",
        "smtp://mail.example.com:70000, port from 1",
        "smtp://mail.example.com?tls=maybe, 'tls=maybe'",
        "smtp://mail.example.com?ssl=true, 'ssl=true'",
        "smtps://mail.example.com?tls=none, from the first byte",
        "smtp://mail.example.com/inbox, a path",
        "smtp://ada@mail.example.com, no colon",
        "smtp://ada:se cret@mail.example.com, Percent-encode",
        "smtp://ada:sec%0Aret@mail.example.com, control character"
    })
    void anything_else_is_a_problem_in_words(String text, String words) {
        var problems = SmtpUrl.read(text).problems();

        assertThat(problems).extracting(Problem::message).anyMatch(message -> message.contains(words));
        assertThat(problems).extracting(Problem::message).noneMatch(message -> message.contains("cret"));
    }

    @Test
    void nothing_at_all_is_a_problem_too() {
        assertThat(SmtpUrl.read(null).isOk()).isFalse();
    }
}
