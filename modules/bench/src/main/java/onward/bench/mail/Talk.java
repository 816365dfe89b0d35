package onward.bench.mail;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection's side of SMTP (RFC 5321), which takes every mail to every recipient. Commands may be pipelined
 * (RFC 2920). Nothing is kept of a mail but its length.
 */
final class Talk {
    static final String GREETING = "220 sink.example ESMTP takes all, keeps nothing\r\n";

    /** A line as long as extensions may make it, and some more. */
    private static final int LINE_MAX = 2_048;

    private static final String EXTENSIONS = "250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n"
            + "250-ENHANCEDSTATUSCODES\r\n250 SIZE 67108864\r\n";
    private static final String OK = "250 2.0.0 Ok\r\n";
    private static final String OUT_OF_ORDER = "503 5.5.1 Commands out of order\r\n";

    /** How much of the line that ends a mail was seen: only a dot alone between two CRLF is the end. */
    private enum Seen {
        TEXT,
        CR,
        LINE,
        DOT,
        DOT_CR
    }

    private final Taken taken;
    private final StringBuilder line = new StringBuilder();
    private boolean isGreeted;
    private boolean hasSender;
    private int recipients;
    private boolean inBody;
    private boolean isOver;
    private Seen seen = Seen.LINE;
    private long bodyBytes;

    Talk(Taken taken) {
        this.taken = taken;
    }

    /** Whether the client said goodbye. */
    boolean isOver() {
        return isOver;
    }

    /** What is answered to some bytes; empty where more are needed. */
    String hear(byte[] bytes) {
        var answers = new StringBuilder();
        for (int at = 0; at < bytes.length && !isOver; at++) {
            if (inBody) {
                body(bytes[at], answers);
            } else {
                command(bytes[at], answers);
            }
        }
        return answers.toString();
    }

    private void body(byte next, StringBuilder answers) {
        bodyBytes++;
        if (seen == Seen.DOT_CR && next == '\n') {
            taken.mail(recipients, bodyBytes);
            answers.append("250 2.0.0 Ok: taken\r\n");
            forget();
            return;
        }
        seen = after(next);
    }

    private Seen after(byte next) {
        if (next == '\r') {
            return seen == Seen.DOT ? Seen.DOT_CR : Seen.CR;
        }
        if (next == '\n' && seen == Seen.CR) {
            return Seen.LINE;
        }
        return next == '.' && seen == Seen.LINE ? Seen.DOT : Seen.TEXT;
    }

    private void command(byte next, StringBuilder answers) {
        if (next != '\n') {
            if (line.length() <= LINE_MAX) {
                line.append((char) (next & 0xff));
            }
            return;
        }
        answers.append(
                line.length() > LINE_MAX
                        ? "500 5.5.2 Line too long\r\n"
                        : answer(line.toString().strip()));
        line.setLength(0);
    }

    private String answer(String words) {
        String upper = words.toUpperCase(Locale.ROOT);
        String verb = upper.split("[ :]", 2)[0];
        return switch (verb) {
            case "EHLO" -> greeted(EXTENSIONS);
            case "HELO" -> greeted("250 sink.example\r\n");
            case "MAIL" -> upper.startsWith("MAIL FROM:") ? sender() : "501 5.5.4 MAIL FROM:<address>\r\n";
            case "RCPT" -> upper.startsWith("RCPT TO:") ? recipient() : "501 5.5.4 RCPT TO:<address>\r\n";
            case "DATA" -> data();
            case "RSET" -> reset();
            case "NOOP" -> OK;
            case "VRFY" -> "252 2.5.0 Send it and see\r\n";
            case "QUIT" -> goodbye();
            default -> "500 5.5.1 Unknown command\r\n";
        };
    }

    private String greeted(String answer) {
        isGreeted = true;
        forget();
        return answer;
    }

    private String sender() {
        if (!isGreeted || hasSender) {
            return OUT_OF_ORDER;
        }
        hasSender = true;
        return "250 2.1.0 Ok\r\n";
    }

    private String recipient() {
        if (!hasSender) {
            return OUT_OF_ORDER;
        }
        recipients++;
        return "250 2.1.5 Ok\r\n";
    }

    private String data() {
        if (recipients == 0) {
            return OUT_OF_ORDER;
        }
        inBody = true;
        return "354 End with a dot alone\r\n";
    }

    private String reset() {
        forget();
        return OK;
    }

    private String goodbye() {
        isOver = true;
        return "221 2.0.0 Bye\r\n";
    }

    private void forget() {
        hasSender = false;
        recipients = 0;
        inBody = false;
        seen = Seen.LINE;
        bodyBytes = 0;
    }

    static byte[] bytes(String answers) {
        return answers.getBytes(StandardCharsets.US_ASCII);
    }
}
