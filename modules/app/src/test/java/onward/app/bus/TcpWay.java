package onward.app.bus;

import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A plain socket that speaks the protocol of the Vert.x TCP event-bus bridge, as a client in any language would. */
final class TcpWay implements Way.Door {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Deque<JsonObject> unread = new ArrayDeque<>();
    private int requests;

    TcpWay(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    @Override
    public void write(JsonObject frame) throws IOException {
        byte[] json = frame.encode().getBytes(StandardCharsets.UTF_8);
        out.writeInt(json.length);
        out.write(json);
        out.flush();
    }

    /** Bytes that need not be a frame. */
    void writeRaw(int length, byte[] bytes) throws IOException {
        out.write(ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(length)
                .put(bytes)
                .array());
        out.flush();
    }

    JsonObject read() throws IOException {
        byte[] json = new byte[in.readInt()];
        in.readFully(json);
        return new JsonObject(new String(json, StandardCharsets.UTF_8));
    }

    /** True when the server ended the connection. */
    @Override
    public boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    private JsonObject first(Predicate<JsonObject> fitting) throws IOException {
        for (JsonObject frame : unread) {
            if (fitting.test(frame)) {
                unread.remove(frame);
                return frame;
            }
        }
        JsonObject frame = read();
        while (!fitting.test(frame)) {
            unread.add(frame);
            frame = read();
        }
        return frame;
    }

    @Override
    public Reply ask(String address, Map<String, String> headers, Object body) throws IOException {
        JsonObject frame = exchange("send", address, headers, body);
        return frame.getString("type").equals("err") ? Reply.of(frame) : new Reply(0, frame.getJsonObject("body"));
    }

    private JsonObject exchange(String type, String address, Map<String, String> headers, Object body)
            throws IOException {
        String reply = "reply-" + ++requests;
        var frame = new JsonObject().put("type", type).put("address", address).put("replyAddress", reply);
        headers.forEach((name, value) -> frame.put(
                "headers", frame.getJsonObject("headers", new JsonObject()).put(name, value)));
        write(body == null ? frame : frame.put("body", body));
        return first(one -> reply.equals(one.getString("address")));
    }

    @Override
    public void listen(String feed, Map<String, String> headers) throws IOException {
        JsonObject frame = exchange("register", feed, headers, null);
        if (!frame.getString("type").equals("message")) {
            throw new AssertionError("Expected to listen, found " + frame);
        }
    }

    @Override
    public JsonObject heard() throws IOException {
        return first(frame -> frame.getString("type").equals("message")).getJsonObject("body");
    }

    @Override
    public Reply refusal() throws IOException {
        return Reply.of(first(frame -> frame.getString("type").equals("err")));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
