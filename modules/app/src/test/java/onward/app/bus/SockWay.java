package onward.app.bus;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A WebSocket that says what vertx-eventbus.js says in a browser. */
final class SockWay implements Way.Door, WebSocket.Listener {
    private static final JsonObject CLOSED = new JsonObject().put("type", "closed");

    private final BlockingQueue<JsonObject> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonObject> unread = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private int requests;

    SockWay(int port) throws Exception {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/eventbus/websocket"), this)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            arrived.add(new JsonObject(part.toString()));
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, java.nio.ByteBuffer bytes, boolean last) {
        return onText(from, java.nio.charset.StandardCharsets.UTF_8.decode(bytes), last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        arrived.add(CLOSED);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable fault) {
        arrived.add(CLOSED);
    }

    @Override
    public void write(JsonObject frame) throws Exception {
        socket.sendText(frame.encode(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private JsonObject first(Predicate<JsonObject> fitting) throws InterruptedException {
        for (JsonObject frame : unread) {
            if (fitting.test(frame)) {
                unread.remove(frame);
                return frame;
            }
        }
        while (true) {
            JsonObject frame = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (frame == null || frame == CLOSED) {
                throw new AssertionError("Expected a message, found none; unread: " + unread);
            }
            if (fitting.test(frame)) {
                return frame;
            }
            unread.add(frame);
        }
    }

    @Override
    public boolean isClosed() throws InterruptedException {
        JsonObject frame = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (frame != null && frame != CLOSED) {
            frame = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return frame == CLOSED;
    }

    @Override
    public Reply ask(String address, Map<String, String> headers, Object body) throws Exception {
        String reply = "reply-" + ++requests;
        var frame = new JsonObject().put("type", "send").put("address", address).put("replyAddress", reply);
        headers.forEach((name, value) -> frame.put(
                "headers", frame.getJsonObject("headers", new JsonObject()).put(name, value)));
        write(body == null ? frame : frame.put("body", body));
        JsonObject answer = first(one -> reply.equals(one.getString("address")));
        return answer.getString("type").equals("err") ? Reply.of(answer) : new Reply(0, answer.getJsonObject("body"));
    }

    /** The bridge says nothing to this; it takes what comes on one connection in its order. */
    @Override
    public void listen(String feed, Map<String, String> headers) throws Exception {
        var frame = new JsonObject().put("type", "register").put("address", feed);
        headers.forEach((name, value) -> frame.put(
                "headers", frame.getJsonObject("headers", new JsonObject()).put(name, value)));
        write(frame);
        ask("onward.hello", headers, null);
    }

    @Override
    public JsonObject heard() throws Exception {
        return first(frame -> frame.getString("type").equals("rec")).getJsonObject("body");
    }

    @Override
    public Reply refusal() throws Exception {
        return Reply.of(first(frame -> frame.getString("type").equals("err") && frame.containsKey("failureCode")));
    }

    @Override
    public void close() {
        socket.abort();
    }
}
