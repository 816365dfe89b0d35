package onward.trial.sink;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import onward.trial.evidence.MailKey;
import onward.trial.evidence.Session;
import onward.trial.house.Rest;

/** One connection, RFC 5321 as far as a client of one mail at a time needs it. */
final class Talk {
    private static final int BODY_BYTES_BEFORE_DROP = 200;

    private final Sink sink;
    private final String node;
    private final Socket socket;
    private final Instant connectedAt = Instant.now();
    private Mischief mischief = Mischief.NONE;
    private Draft draft;

    /** What is known of the mail under way. */
    private static final class Draft {
        Instant mailAt = Instant.now();
        String from;
        String to;
        Instant dataAt;
        Instant dotAt;
        String messageId;
        String hash;
        int reply;
        boolean flushed;
        Instant repliedAt;
    }

    Talk(Sink sink, String node, Socket socket) {
        this.sink = sink;
        this.node = node;
        this.socket = socket;
    }

    void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            greetAndTalk(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
        } catch (IOException gone) {
            // The client died or was cut off; what came of its mail is noted below.
        } finally {
            endMail();
        }
    }

    private void greetAndTalk(InputStream in, OutputStream out) throws IOException {
        mischief = sink.draw(true);
        if (mischief == Mischief.REFUSE) {
            draft = new Draft();
            socket.setSoLinger(true, 0);
            return;
        }
        if (mischief == Mischief.BUSY_421) {
            draft = new Draft();
            say(out, 421, "Too busy");
            return;
        }
        say(out, 220, "sink.trial");
        for (String line = readLine(in); line != null; line = readLine(in)) {
            if (!answer(line, in, out)) {
                return;
            }
        }
    }

    /** Whether the talk goes on. */
    private boolean answer(String line, InputStream in, OutputStream out) throws IOException {
        String word = line.toUpperCase(Locale.ROOT);
        if (word.startsWith("MAIL FROM:")) {
            endMail();
            mischief = sink.draw(false);
            draft = new Draft();
            draft.from = address(line);
            return say(out, 250, "Ok");
        }
        if (word.startsWith("RCPT TO:")) {
            return recipient(address(line), out);
        }
        if (word.equals("DATA")) {
            return data(in, out);
        }
        if (word.equals("QUIT")) {
            endMail();
            say(out, 221, "Bye");
            return false;
        }
        if (word.equals("RSET")) {
            endMail();
        }
        return say(out, 250, "sink.trial");
    }

    private boolean recipient(String to, OutputStream out) throws IOException {
        if (draft == null) {
            return say(out, 503, "MAIL first");
        }
        draft.to = to;
        mischief = sink.spared(new MailKey(draft.from, to), mischief);
        if (mischief == Mischief.RCPT_450) {
            return refuse(out, 450, "Mailbox busy");
        }
        if (mischief == Mischief.RCPT_550) {
            // Of this mail, not of the mailbox: the server would rightly send to that one no more.
            return refuse(out, 550, "5.7.1 Not this mail");
        }
        return say(out, 250, "Ok");
    }

    private boolean data(InputStream in, OutputStream out) throws IOException {
        if (draft == null) {
            return say(out, 503, "MAIL first");
        }
        draft.reply = 0;
        draft.flushed = false;
        if (mischief == Mischief.DROP_BEFORE_DATA) {
            return false;
        }
        if (mischief == Mischief.DATA_451) {
            return refuse(out, 451, "Try again");
        }
        draft.dataAt = Instant.now();
        if (!say(out, 354, "Go on")) {
            return false;
        }
        draft.reply = 0;
        draft.flushed = false;
        if (mischief == Mischief.DROP_IN_BODY) {
            in.readNBytes(BODY_BYTES_BEFORE_DROP);
            return false;
        }
        byte[] body = readBody(in);
        draft.dotAt = Instant.now();
        draft.hash = Hash.of(body);
        draft.messageId = header(body, "Message-ID:");
        boolean goesOn = answerDot(out);
        endMail();
        return goesOn;
    }

    /** Ends the mail, not the talk. */
    private boolean refuse(OutputStream out, int code, String text) throws IOException {
        say(out, code, text);
        endMail();
        return true;
    }

    private boolean answerDot(OutputStream out) throws IOException {
        switch (mischief) {
            case DROP_AFTER_DOT:
                return false;
            case DROP_IN_REPLY:
                out.write("25".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                return false;
            case DOT_554:
                return say(out, 554, "Refused");
            case HANG:
                Rest.of(Duration.ofMillis(sink.drawMillis(2_000, 6_000)));
                return say(out, 250, "Ok");
            default:
                return say(out, 250, "Ok");
        }
    }

    private boolean say(OutputStream out, int code, String text) throws IOException {
        if (mischief == Mischief.SLOW) {
            Rest.of(Duration.ofMillis(sink.drawMillis(100, 600)));
        }
        if (draft != null) {
            draft.reply = code;
            draft.flushed = false;
        }
        out.write((code + " " + text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        if (draft != null) {
            draft.flushed = true;
            draft.repliedAt = Instant.now();
        }
        return true;
    }

    private void endMail() {
        if (draft != null) {
            sink.note(new Session(
                    sink.nextNumber(),
                    node,
                    connectedAt,
                    draft.mailAt,
                    draft.from,
                    draft.to,
                    draft.dataAt,
                    draft.dotAt,
                    draft.messageId,
                    draft.hash,
                    draft.reply,
                    draft.flushed,
                    draft.flushed ? draft.repliedAt : Instant.now(),
                    mischief.name()));
            draft = null;
        }
    }

    private static String address(String line) {
        int open = line.indexOf('<');
        int close = line.indexOf('>', open);
        return open < 0 || close < 0 ? "" : line.substring(open + 1, close).toLowerCase(Locale.ROOT);
    }

    private static String readLine(InputStream in) throws IOException {
        byte[] line = readRawLine(in);
        return line == null ? null : new String(line, StandardCharsets.UTF_8).stripTrailing();
    }

    private static byte[] readRawLine(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            line.write(b);
            if (b == '\n') {
                return line.toByteArray();
            }
        }
        return null;
    }

    private static byte[] readBody(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        for (byte[] line = readRawLine(in); line != null; line = readRawLine(in)) {
            if (line.length == 3 && line[0] == '.' && line[1] == '\r') {
                return body.toByteArray();
            }
            int stuffed = line[0] == '.' ? 1 : 0;
            body.write(line, stuffed, line.length - stuffed);
        }
        throw new EOFException("the body never ended");
    }

    private static String header(byte[] body, String name) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String head = text.substring(0, Math.max(0, text.indexOf("\r\n\r\n")));
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name, 0, name.length()))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElse(null);
    }
}
