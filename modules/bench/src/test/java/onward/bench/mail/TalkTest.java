package onward.bench.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TalkTest {
    private final Taken taken = new Taken();
    private final Talk talk = new Talk(taken);

    @Test
    void a_mail_counts_at_its_final_dot() {
        said("EHLO bench.example");
        assertThat(said("MAIL FROM:<shop@example.com>")).startsWith("250 ");
        assertThat(said("RCPT TO:<ada@example.com>")).startsWith("250 ");
        assertThat(said("DATA")).startsWith("354 ");
        assertThat(said("Subject: hello\r\n\r\n..a line that begins with a dot\r\n.x"))
                .isEmpty();
        assertThat(taken.report().mails()).isZero();

        assertThat(said(".")).startsWith("250 ");

        assertThat(taken.report().mails()).isEqualTo(1);
        assertThat(taken.report().recipients()).isEqualTo(1);
    }

    @Test
    void only_a_dot_between_two_line_ends_is_final() {
        said("EHLO bench.example\r\nMAIL FROM:<>\r\nRCPT TO:<ada@example.com>\r\nDATA");

        assertThat(heard("a\n.\nb\r\n.\nc\r.\r\nd\r\n.\r\r\n")).isEmpty();
        assertThat(heard("\r\n.\r")).isEmpty();
        assertThat(heard("\n")).startsWith("250 ");
    }

    @Test
    void an_empty_body_ends_at_once() {
        said("EHLO bench.example\r\nMAIL FROM:<>\r\nRCPT TO:<ada@example.com>\r\nDATA");

        assertThat(said(".")).startsWith("250 ");
        assertThat(taken.report().mails()).isEqualTo(1);
    }

    @Test
    void commands_may_come_all_at_once_or_byte_by_byte() {
        String all = "EHLO bench.example\r\nMAIL FROM:<shop@example.com>\r\nRCPT TO:<ada@example.com>\r\n"
                + "RCPT TO:<grace@example.com>\r\nDATA\r\nhello\r\n.\r\nQUIT\r\n";

        var answers = new StringBuilder();
        for (char one : all.toCharArray()) {
            answers.append(heard(String.valueOf(one)));
        }

        assertThat(answers.toString()).isEqualTo(new Talk(new Taken()).hear(all.getBytes(StandardCharsets.US_ASCII)));
        assertThat(answers.toString().lines().map(line -> line.substring(0, 3)))
                .containsExactly("250", "250", "250", "250", "250", "250", "250", "250", "250", "354", "250", "221");
        assertThat(taken.report().recipients()).isEqualTo(2);
        assertThat(talk.isOver()).isTrue();
    }

    @Test
    void what_is_out_of_order_is_refused() {
        assertThat(said("MAIL FROM:<shop@example.com>")).startsWith("503 ");
        said("HELO bench.example");
        assertThat(said("RCPT TO:<ada@example.com>")).startsWith("503 ");
        assertThat(said("DATA")).startsWith("503 ");
        said("MAIL FROM:<shop@example.com>");
        assertThat(said("MAIL FROM:<shop@example.com>")).startsWith("503 ");
        assertThat(said("DATA")).startsWith("503 ");
        said("RSET");
        assertThat(said("RCPT TO:<ada@example.com>")).startsWith("503 ");
    }

    @Test
    void what_is_unknown_or_endless_is_refused() {
        assertThat(said("HELLO")).startsWith("500 ");
        assertThat(said("x".repeat(100_000))).startsWith("500 ");
        assertThat(said("noop")).startsWith("250 ");
    }

    private String said(String line) {
        return heard(line + "\r\n");
    }

    private String heard(String bytes) {
        return talk.hear(bytes.getBytes(StandardCharsets.US_ASCII));
    }
}
