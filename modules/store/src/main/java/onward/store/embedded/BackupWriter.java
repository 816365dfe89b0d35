package onward.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** One file that holds many: a tar, compressed by gzip, whose last entry has the SHA-256 of every other. */
final class BackupWriter implements AutoCloseable {
    /** The last entry; a file without it was cut. */
    static final String CHECKSUMS = "checksums.sha256";

    private static final int CHUNK = 64 * 1024;

    private final TarArchiveOutputStream tar;
    private final Map<String, String> digests = new LinkedHashMap<>();
    private int files;
    private long bytes;

    BackupWriter(OutputStream out) throws IOException {
        tar = new TarArchiveOutputStream(new GZIPOutputStream(out, CHUNK), StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    int files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    /** An empty directory. */
    void directory(String name) throws IOException {
        tar.putArchiveEntry(new TarArchiveEntry(name + "/"));
        tar.closeArchiveEntry();
    }

    void text(String name, String content) throws IOException {
        byte[] all = content.getBytes(StandardCharsets.UTF_8);
        begin(name, all.length);
        tar.write(all);
        end(name, Digests.sha256().digest(all));
    }

    /**
     * A file as long as it is now: what is appended meanwhile is left out, what is cut off meanwhile is made up by zeros;
     * the write-ahead log has both. False when the file is gone.
     */
    boolean file(String name, Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            begin(name, size);
            end(name, copied(Channels.newInputStream(channel), size));
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private byte[] copied(InputStream in, long size) throws IOException {
        MessageDigest digest = Digests.sha256();
        byte[] chunk = new byte[CHUNK];
        for (long left = size; left > 0; ) {
            int wanted = (int) Math.min(CHUNK, left);
            int read = in.readNBytes(chunk, 0, wanted);
            Arrays.fill(chunk, read, wanted, (byte) 0);
            tar.write(chunk, 0, wanted);
            digest.update(chunk, 0, wanted);
            left -= wanted;
        }
        return digest.digest();
    }

    private void begin(String name, long size) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        files++;
        bytes += size;
    }

    private void end(String name, byte[] digest) throws IOException {
        tar.closeArchiveEntry();
        digests.put(name, HexFormat.of().formatHex(digest));
    }

    /** As {@code sha256sum -c} reads it. */
    static String lines(Map<String, String> digests) {
        return new TreeMap<>(digests)
                .entrySet().stream()
                        .map(file -> file.getValue() + "  " + file.getKey() + "\n")
                        .collect(Collectors.joining());
    }

    /** Nothing comes after this. */
    void finish() throws IOException {
        byte[] all = lines(digests).getBytes(StandardCharsets.UTF_8);
        begin(CHECKSUMS, all.length);
        tar.write(all);
        tar.closeArchiveEntry();
        tar.finish();
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
