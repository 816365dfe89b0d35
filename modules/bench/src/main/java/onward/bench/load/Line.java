package onward.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One kept connection with one request under way at most. */
final class Line {
    private static final int ANSWER_BYTES_MAX = 64 * 1024;
    private static final String LENGTH = "content-length: ";

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(ANSWER_BYTES_MAX);
    int request = -1;

    Line(URI server) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
    }

    SocketChannel channel() {
        return channel;
    }

    boolean isBusy() {
        return request >= 0;
    }

    /** Requests are small: the kernel takes them whole. */
    void send(int number, byte[] bytes) throws IOException {
        request = number;
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** The answer's head and body once it is whole, else null. */
    String answer() throws IOException {
        if (channel.read(in) < 0) {
            throw new IOException("Expected an answer, found the end of the connection");
        }
        String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || text.length() < end + 4 + length(text, end)) {
            return null;
        }
        in.clear();
        return text;
    }

    private static int length(String text, int end) {
        int at = text.indexOf(LENGTH);
        if (at < 0 || at > end) {
            throw new IllegalStateException("Expected a content-length in lower case, found " + text);
        }
        return Integer.parseInt(text.substring(at + LENGTH.length(), text.indexOf('\r', at)));
    }

    void close() throws IOException {
        channel.close();
    }
}
