package onward.api.bus;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import onward.api.BusDesk;
import onward.bus.PublicAddress;
import onward.store.table.ApiKeys.Holder;

/**
 * One connection to the {@link TcpBridge}. The key that a frame brings counts for those after it too, so a client may
 * show it once; a connection that shows no key soon is closed, and so is one that listens when its key is gone.
 */
final class TcpLine {
    /** How large a frame may be: a body and what is around it. */
    static final int FRAME_BYTES_MAX = BusDesk.BODY_BYTES_MAX + 16 * 1024;
    /** The same for those who have shown no key: room for an event. */
    static final int FRAME_BYTES_MAX_UNKNOWN = 128 * 1024;
    /** How long somebody may take to show a key. */
    static final Duration UNKNOWN_TIME_MAX = Duration.ofSeconds(30);
    /** How often the key of a connection that listens is looked at. */
    static final Duration KEY_CHECKED_EVERY = Duration.ofSeconds(5);
    /** How many requests are under way before no more is read. */
    static final int REQUESTS_MAX = 1_000;

    private static final List<String> TYPES = List.of("ping", "register", "unregister", "send");

    private final Vertx vertx;
    private final BusDesk desk;
    private final NetSocket socket;
    private final String from;
    private final Listening listening;
    private final long unknownTimer;
    private final long checkTimer;
    private String authorization;
    private boolean isKnown;
    private int requests;
    private int leftOut;

    TcpLine(Vertx vertx, BusDesk desk, NetSocket socket) {
        this.vertx = vertx;
        this.desk = desk;
        this.socket = socket;
        this.from = String.valueOf(socket.remoteAddress().hostAddress());
        this.listening = new Listening(vertx, this::tell);
        this.unknownTimer = vertx.setTimer(UNKNOWN_TIME_MAX.toMillis(), over -> closeUnlessKnown());
        this.checkTimer = vertx.setPeriodic(KEY_CHECKED_EVERY.toMillis(), tick -> checkKey());
        socket.handler(new Frames(this::frameBytesMax, this::take, this::unreadable).parser());
        socket.exceptionHandler(broken -> socket.close());
    }

    /** To be called when the connection is gone. */
    void closed() {
        vertx.cancelTimer(unknownTimer);
        vertx.cancelTimer(checkTimer);
        listening.endAll();
    }

    private int frameBytesMax() {
        return isKnown ? FRAME_BYTES_MAX : FRAME_BYTES_MAX_UNKNOWN;
    }

    private void closeUnlessKnown() {
        if (!isKnown) {
            write(Errors.of(
                    null,
                    null,
                    "Expected an API key within " + UNKNOWN_TIME_MAX.toSeconds()
                            + " seconds, found none. The connection is closed."));
            socket.close();
        }
    }

    private void unreadable(String problem) {
        write(Errors.of(null, null, problem));
        socket.close();
    }

    private void take(JsonObject frame) {
        var read = Frame.read(frame);
        if (read.problem() != null) {
            write(Errors.of(read.address(), read.replyAddress(), read.problem()));
            return;
        }
        if (read.headers().contains(BusDesk.AUTHORIZATION)) {
            authorization = read.headers().get(BusDesk.AUTHORIZATION);
        } else if (authorization != null) {
            read.headers().set(BusDesk.AUTHORIZATION, authorization);
        }
        switch (read.type()) {
            case "ping" -> write(new JsonObject().put("type", "pong"));
            case "send" -> send(read);
            case "register" -> register(read);
            case "unregister" -> unregister(read);
            default -> write(Errors.of(read.address(), read.replyAddress(), Errors.oneOf("type", TYPES, read.type())));
        }
    }

    private void send(Frame frame) {
        Optional<PublicAddress> address = PublicAddress.of(frame.address());
        if (address.isEmpty()) {
            write(Errors.of(frame.address(), frame.replyAddress(), Errors.unknownAddress(frame.address(), false)));
            return;
        }
        begun();
        known(frame)
                .compose(holder -> desk.answer(new BusDesk.Asked(address.get(), frame.headers(), frame.body(), from)))
                .onSuccess(body -> reply(frame, body))
                .onFailure(fault -> write(Errors.of(frame.address(), frame.replyAddress(), (ReplyException) fault)))
                .onComplete(done -> ended());
    }

    private Future<Holder> known(Frame frame) {
        return desk.holder(frame.headers().get(BusDesk.AUTHORIZATION), from).onSuccess(holder -> isKnown = true);
    }

    private void reply(Frame frame, JsonObject body) {
        if (frame.replyAddress() != null) {
            write(message(frame.replyAddress(), body, true));
        }
    }

    private void begun() {
        if (++requests == REQUESTS_MAX) {
            socket.pause();
        }
    }

    private void ended() {
        if (requests-- == REQUESTS_MAX) {
            socket.resume();
        }
    }

    private void register(Frame frame) {
        var feed = PublicAddress.of(frame.address()).filter(PublicAddress::isFeed);
        if (feed.isEmpty()) {
            write(Errors.of(frame.address(), frame.replyAddress(), Errors.unknownAddress(frame.address(), true)));
            return;
        }
        known(frame)
                .compose(holder ->
                        listening.begin(feed.get(), holder.projectId()).map(holder))
                .onSuccess(holder -> reply(frame, listensTo(feed.get(), holder)))
                .onFailure(fault -> write(Errors.of(frame.address(), frame.replyAddress(), (ReplyException) fault)));
    }

    /** The library's bridge says nothing here, so it is said to those alone who ask for it. */
    private static JsonObject listensTo(PublicAddress feed, Holder holder) {
        return new JsonObject()
                .put("object", "listening")
                .put("feed", feed.text())
                .put("project_id", holder.projectId().toString());
    }

    private void unregister(Frame frame) {
        var feed = PublicAddress.of(frame.address()).filter(PublicAddress::isFeed);
        if (feed.isEmpty() || !listening.end(feed.get())) {
            write(Errors.of(
                    frame.address(),
                    frame.replyAddress(),
                    "Expected a feed that this connection listens to, found " + frame.address() + "."));
        }
    }

    /** Whoever does not keep up misses some, and hears how many. */
    private void tell(PublicAddress feed, JsonObject change) {
        if (socket.writeQueueFull()) {
            leftOut++;
            return;
        }
        if (leftOut > 0) {
            write(message(feed.text(), FeedVerticle.leftOut(leftOut), false));
            leftOut = 0;
        }
        write(message(feed.text(), change, false));
    }

    private void checkKey() {
        if (listening.isAny()) {
            desk.holder(authorization, from).onFailure(fault -> {
                if (!Errors.isOurs((ReplyException) fault)) {
                    write(Errors.of(null, null, (ReplyException) fault));
                    socket.close();
                }
            });
        }
    }

    private static JsonObject message(String address, JsonObject body, boolean isAnswer) {
        return new JsonObject()
                .put("type", "message")
                .put("address", address)
                .put("headers", new JsonObject())
                .put("body", body)
                .put("send", isAnswer);
    }

    private void write(JsonObject frame) {
        socket.write(Frames.of(frame));
    }

    /** What a frame says; {@code problem} says why it says nothing. */
    private record Frame(
            String type, String address, String replyAddress, MultiMap headers, Object body, String problem) {
        static final int ADDRESS_CHARS_MAX = 200;

        static Frame read(JsonObject frame) {
            String address = text(frame.getValue("address"));
            String reply = text(frame.getValue("replyAddress"));
            String type = text(frame.getValue("type"));
            var headers = MultiMap.caseInsensitiveMultiMap();
            String problem = problem(frame, headers);
            return new Frame(type, address, reply, headers, frame.getValue("body"), problem);
        }

        private static String text(Object value) {
            return value instanceof String text && text.length() <= ADDRESS_CHARS_MAX ? text : null;
        }

        private static String problem(JsonObject frame, MultiMap headers) {
            if (text(frame.getValue("type")) == null) {
                return "Expected a frame whose type is one of " + TYPES + ", found none.";
            }
            for (String field : List.of("address", "replyAddress")) {
                if (frame.getValue(field) != null && text(frame.getValue(field)) == null) {
                    return "Expected `" + field + "` to be a string of at most " + ADDRESS_CHARS_MAX
                            + " characters, found something else.";
                }
            }
            if (frame.getValue("headers") == null) {
                return null;
            }
            if (!(frame.getValue("headers") instanceof JsonObject given)) {
                return "Expected `headers` to be an object, found something else.";
            }
            for (var header : given) {
                if (!(header.getValue() instanceof String value)) {
                    return "Expected every header to be a string, found another in `" + header.getKey() + "`.";
                }
                headers.set(header.getKey(), value);
            }
            return null;
        }
    }
}
