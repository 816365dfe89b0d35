package onward.app.rehearse;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The lines of a file, which may be compressed: that is seen from its first bytes, whatever its name is. */
final class LineReader implements AutoCloseable {

    /** How long a line may be; a request to the server may not be longer either. */
    static final int LINE_CHARS_MAX = 1024 * 1024;

    private static final int GZIP_BUFFER_BYTES = 64 * 1024;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private final Counted counted;
    private final long size;
    private final BufferedReader reader;
    private boolean cut;

    LineReader(Path file) throws IOException {
        size = Math.max(1, Files.size(file));
        counted = new Counted(Files.newInputStream(file));
        InputStream bytes = new BufferedInputStream(counted);
        bytes.mark(2);
        boolean isZipped = bytes.read() == GZIP_FIRST && bytes.read() == GZIP_SECOND;
        bytes.reset();
        InputStream plain = isZipped ? new GZIPInputStream(bytes, GZIP_BUFFER_BYTES) : bytes;
        // A decoder of one's own refuses what is no UTF-8; named by its charset it would put question marks there.
        reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()));
    }

    /** The next line without its end, or null behind the last; of one that is too long the beginning. */
    String next() throws IOException {
        cut = false;
        int first = reader.read();
        if (first < 0) {
            return null;
        }
        var line = new StringBuilder();
        for (int c = first; c >= 0 && c != '\n'; c = reader.read()) {
            if (line.length() < LINE_CHARS_MAX) {
                line.append((char) c);
            } else {
                cut = true;
            }
        }
        return line.toString();
    }

    /** Whether the line just read was too long. */
    boolean wasCut() {
        return cut;
    }

    /** How much of the file was read, from 0 to 1. */
    double fraction() {
        return Math.min(1, (double) counted.bytes / size);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Counts what is read from the disk, so that a compressed file has a progress too. */
    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            bytes += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            bytes += Math.max(0, read);
            return read;
        }
    }
}
