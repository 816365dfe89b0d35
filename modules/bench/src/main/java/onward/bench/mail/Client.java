package onward.bench.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import onward.bench.house.BenchCut;

/** Sends one and the same mail over kept connections, one command at a time, and does nothing else. */
public final class Client {
    private static final byte[] BODY = ("From: shop@example.com\r\nTo: person@example.com\r\nSubject: Welcome\r\n\r\n"
                    + "A line of a mail as long as lines of mails are, and no longer than that.\r\n".repeat(20)
                    + ".\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private Client() {}

    /** Mails a second over so many connections. */
    public static double perSecond(int port, int connections, Duration time) {
        var executor = Executors.newFixedThreadPool(connections);
        try {
            long begun = System.nanoTime();
            List<Future<Long>> lanes = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                lanes.add(executor.submit(() -> sent(port, begun + time.toNanos())));
            }
            long mails = 0;
            for (Future<Long> lane : lanes) {
                mails += lane.get();
            }
            return mails / ((System.nanoTime() - begun) / 1e9);
        } catch (ExecutionException e) {
            throw new BenchCut("Expected the sink to take mails, found:", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchCut("The bench was interrupted.");
        } finally {
            executor.shutdownNow();
        }
    }

    private static long sent(int port, long endNanos) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            expect(in, "220");
            say(in, out, "EHLO bench.example", "250");
            long mails = 0;
            for (; System.nanoTime() < endNanos; mails++) {
                say(in, out, "MAIL FROM:<shop@example.com>", "250");
                say(in, out, "RCPT TO:<person@example.com>", "250");
                say(in, out, "DATA", "354");
                out.write(BODY);
                expect(in, "250");
            }
            say(in, out, "QUIT", "221");
            return mails;
        }
    }

    private static void say(BufferedReader in, OutputStream out, String command, String code) throws IOException {
        out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        expect(in, code);
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        String line = in.readLine();
        while (line != null && line.startsWith(code + "-")) {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(code)) {
            throw new IOException("Expected " + code + ", found " + line);
        }
    }
}
