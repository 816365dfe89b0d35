package onward.bench.mail;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import onward.bench.house.BenchCut;
import onward.bench.house.Estate;
import onward.bench.house.ProcessCost;
import onward.bench.house.Spawn;

/** A mail server in a process of its own that takes everything, counts it and keeps nothing. */
public final class Sink implements AutoCloseable {
    private final Estate estate;
    private final Process process;
    private final Runnable ending;
    private final BufferedReader in;
    private final BufferedWriter out;
    private final int port;

    private Sink(Estate estate, Process process) {
        this.estate = estate;
        this.process = process;
        this.ending = process::destroyForcibly;
        this.in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        this.out = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
        estate.ends(ending);
        this.port = Integer.parseInt(read());
    }

    public static Sink open(Estate estate) {
        return new Sink(estate, Spawn.own(SinkServer.class));
    }

    public int port() {
        return port;
    }

    /** Where a server is to send its mails. */
    public String url() {
        return "smtp://127.0.0.1:" + port + "?tls=none";
    }

    /** Counts from nothing. */
    public void reset() {
        asked("reset");
    }

    public Taken.Report report() {
        return Taken.Report.read(asked("count"));
    }

    public double cpuSeconds() {
        return ProcessCost.cpuSeconds(process.pid());
    }

    private String asked(String question) {
        try {
            out.write(question + "\n");
            out.flush();
        } catch (IOException e) {
            throw new BenchCut("Expected the sink of mails to live, found:", e);
        }
        return read();
    }

    private String read() {
        try {
            String line = in.readLine();
            if (line == null) {
                throw new BenchCut("Expected the sink of mails to live, it ended.");
            }
            return line;
        } catch (IOException e) {
            throw new BenchCut("Expected the sink of mails to answer, found:", e);
        }
    }

    @Override
    public void close() {
        estate.end(ending);
    }
}
