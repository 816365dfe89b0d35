package onward.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One server on one data directory. The operating system holds the lock, so it goes with the process, also
 * after {@code kill -9}; the file's text says which process has it.
 */
final class DataLock implements AutoCloseable {
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the directory.
     *
     * @throws StartRefused when another server has it, or it cannot be written
     */
    static DataLock take(Path data) {
        Path file = data.resolve("onward.lock");
        try {
            Files.createDirectories(data);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new StartRefused("Expected " + data + " to be free, found another onward server using it (pid "
                        + holder(channel) + "). Stop that one, or give this one its own directory with --data.");
            }
            write(channel);
            return new DataLock(channel);
        } catch (IOException e) {
            throw new StartRefused("Expected to write into the data directory " + data + ", found: " + e
                    + ". Choose another with --data.");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void write(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        channel.force(true);
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        channel.close();
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    }
}
