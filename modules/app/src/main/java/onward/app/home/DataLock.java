package onward.app.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * One server on one data directory. The operating system holds the lock, so it goes with the process, also
 * after {@code kill -9}; the file's text says which process has it.
 */
public final class DataLock implements AutoCloseable {
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the directory.
     *
     * @throws StartRefused when another server has it, or it cannot be written
     */
    public static DataLock take(Path data) {
        return tryTake(data)
                .orElseThrow(() -> new StartRefused("Expected " + data
                        + " to be free, found another onward server using it (pid " + holder(data)
                        + "). Stop that one, or give this one its own directory with --data."));
    }

    /**
     * Takes the directory; empty when another program has it.
     *
     * @throws StartRefused when it cannot be written
     */
    public static Optional<DataLock> tryTake(Path data) {
        try {
            Files.createDirectories(data);
            FileChannel channel = FileChannel.open(
                    file(data), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            write(channel);
            return Optional.of(new DataLock(channel));
        } catch (OverlappingFileLockException ours) {
            return Optional.empty(); // This very program has it; closing the channel here would give its lock away.
        } catch (IOException e) {
            throw new StartRefused("Expected to write into the data directory " + data + ", found: " + e
                    + ". Choose another with --data.");
        }
    }

    private static Path file(Path data) {
        return data.resolve("onward.lock");
    }

    /** Gives the directory back. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to close the lock of the data directory", e);
        }
    }

    private static void write(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        channel.force(true);
    }

    /** Only words for a person: the lock itself is the operating system's. */
    private static String holder(Path data) {
        try {
            return Files.readString(file(data), StandardCharsets.US_ASCII).strip();
        } catch (IOException unreadable) {
            return "unknown";
        }
    }
}
