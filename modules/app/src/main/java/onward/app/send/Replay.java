package onward.app.send;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;

/** Sends a file line by line, never more than so many at once and never more of it in memory. */
final class Replay implements AutoCloseable {
    private static final int GZIP_BUFFER_BYTES = 64 * 1024;

    private final Counted counted;
    private final long size;
    private final BufferedReader lines;
    private final Semaphore free;
    private final int concurrency;
    private final long limit;
    private final Tally tally;

    Replay(Path file, int concurrency, long limit, Tally tally) throws IOException {
        this.size = Math.max(1, Files.size(file));
        this.counted = new Counted(Files.newInputStream(file));
        InputStream plain = file.toString().endsWith(".gz")
                ? new GZIPInputStream(new BufferedInputStream(counted), GZIP_BUFFER_BYTES)
                : counted;
        this.lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
        this.free = new Semaphore(concurrency);
        this.concurrency = concurrency;
        this.limit = limit;
        this.tally = tally;
    }

    /** Blocks until every line up to the limit is counted. */
    void run(Sender sender) throws IOException, InterruptedException {
        String text;
        for (long number = 1; number <= limit && (text = lines.readLine()) != null; number++) {
            if (!text.isBlank()) {
                send(sender, number, text);
            }
        }
        free.acquire(concurrency);
    }

    /** How much of the work is done, from 0 to 1: by bytes read, or by lines where a limit is the nearer end. */
    double fraction() {
        return Math.max((double) counted.bytes / size, (double) tally.done() / limit);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private void send(Sender sender, long number, String text) throws InterruptedException {
        Line line;
        try {
            line = Line.read(number, text);
        } catch (IllegalArgumentException e) {
            tally.refused(e.getMessage());
            return;
        }
        free.acquire();
        sender.send(line).onComplete(done -> free.release());
    }

    /** Counts what is read from the disk, so that a compressed file has a progress too. */
    private static final class Counted extends FilterInputStream {
        private volatile long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return count(super.read(), 1);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            return count(read, read);
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads the file, others only look
        private int count(int result, int more) {
            bytes += result < 0 ? 0 : more;
            return result;
        }
    }
}
