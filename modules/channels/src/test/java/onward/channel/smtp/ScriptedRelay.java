package onward.channel.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import onward.channel.TestCertificate;

/**
 * A small SMTP server on a real socket that answers as told, phase by phase. What it was not told it
 * answers politely. The last answer given for a phase is repeated.
 */
final class ScriptedRelay implements AutoCloseable {
    /** Hangs up without a word. */
    static final String DROP = "(drop)";
    /** Says nothing until the client hangs up. */
    static final String SILENCE = "(silence)";
    /** Says the rest of the text, ends no line, and hangs up. */
    static final String CUT_SHORT = "(cut short)";

    private static final Map<String, String> POLITE = Map.of(
            "GREETING", "220 relay.example ESMTP",
            "EHLO", "250-relay.example\r\n250 SIZE 1000000",
            "DATA", "354 go on",
            "BODY", "",
            "QUIT", "221 bye");

    private final ServerSocket server;
    private final Map<String, Deque<String>> answers = new ConcurrentHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> letters = new CopyOnWriteArrayList<>();
    private final List<Socket> sessions = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile TestCertificate certificate;

    ScriptedRelay() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Answers to GREETING, EHLO, AUTH, MAIL, RCPT, DATA, BODY (after its first line), DOT, RSET or STARTTLS, in turn. */
    ScriptedRelay on(String phase, String... inTurn) {
        answers.put(phase, new ArrayDeque<>(List.of(inTurn)));
        return this;
    }

    /** Offers STARTTLS until it is used. */
    ScriptedRelay offering(TestCertificate certificate) {
        this.certificate = certificate;
        return on("EHLO", "250-relay.example\r\n250-AUTH PLAIN\r\n250 STARTTLS", "250-relay.example\r\n250 AUTH PLAIN")
                .on("STARTTLS", "220 go on")
                .on("AUTH", "235 welcome");
    }

    SmtpUrl url() {
        return url("?tls=none");
    }

    SmtpUrl url(String query) {
        return SmtpUrl.read("smtp://localhost:" + server.getLocalPort() + query).value();
    }

    SmtpUrl urlWithLogin(String login, String query) {
        return SmtpUrl.read("smtp://" + login + "@localhost:" + server.getLocalPort() + query)
                .value();
    }

    int sessions() {
        return sessions.size();
    }

    List<String> commands() {
        return commands;
    }

    /** Completes when the first session is over and every command of it was heard. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Bodies that ended with a dot, dots unstuffed, lines ending in CRLF. */
    List<String> letters() {
        return letters;
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "scripted-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                sessions.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = reader(socket);
            answer("GREETING", in, socket.getOutputStream());
            talk(in, socket.getOutputStream(), socket);
        } catch (IOException over) {
            // The client hung up, or the script said so.
        }
        ended.complete(null);
    }

    private void talk(BufferedReader in, OutputStream out, Socket socket) throws IOException {
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(line);
            var verb = line.split("[ :]")[0];
            var answer = answer(verb, in, out);
            if (answer.startsWith("354")) {
                readLetter(in, out);
            } else if (verb.equals("STARTTLS") && certificate != null) {
                talkInSecret(socket);
                return;
            }
        }
    }

    private void talkInSecret(Socket socket) throws IOException {
        var secret = (SSLSocket) certificate.server().createSocket(socket, null, socket.getPort(), true);
        secret.setUseClientMode(false);
        commands.add("(TLS)");
        talk(reader(secret), secret.getOutputStream(), secret);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private void readLetter(BufferedReader in, OutputStream out) throws IOException {
        var letter = new StringBuilder();
        for (var line = in.readLine(); !line.equals("."); line = in.readLine()) {
            if (letter.length() == 0) {
                answer("BODY", in, out);
            }
            letter.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        letters.add(letter.toString());
        answer("DOT", in, out);
    }

    private String answer(String phase, BufferedReader in, OutputStream out) throws IOException {
        var answer = next(phase);
        if (answer.equals(DROP)) {
            throw new IOException("dropped as told");
        }
        if (answer.equals(SILENCE)) {
            in.transferTo(Writer.nullWriter());
        }
        say(answer, out);
        return answer;
    }

    private synchronized String next(String phase) {
        var told = answers.get(phase);
        if (told == null) {
            return POLITE.getOrDefault(phase, "250 ok");
        }
        return told.size() > 1 ? told.poll() : told.peek();
    }

    private static void say(String answer, OutputStream out) throws IOException {
        var cutShort = answer.endsWith(CUT_SHORT);
        var text = cutShort ? answer.replace(CUT_SHORT, "") : answer.isEmpty() ? "" : answer + "\r\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (cutShort) {
            throw new IOException("cut short as told");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : sessions) {
            socket.close();
        }
    }
}
