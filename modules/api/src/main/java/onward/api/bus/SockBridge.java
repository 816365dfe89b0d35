package onward.api.bus;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import io.vertx.ext.web.handler.sockjs.Transport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onward.api.BusDesk;
import onward.api.FaceSettings;
import onward.api.Outside;
import onward.bus.Address;
import onward.bus.PublicAddress;
import onward.store.Store;
import onward.store.table.ApiKeys.Holder;

/**
 * The door for browsers: Vert.x's own SockJS bridge at {@code /eventbus}, over WebSocket alone, for the other transports
 * gather bodies without a bound. Every message passes here first: it needs a key, and a feed becomes that of the key's
 * project. Belongs to one event loop.
 */
public final class SockBridge {
    /** Where it is mounted. */
    public static final String PATH = "/eventbus";
    /** How many browsers an event loop has; the next is closed at once. */
    static final int SOCKETS_MAX = 500;
    /** How long somebody may take to show a key. */
    static final Duration UNKNOWN_TIME_MAX = Duration.ofSeconds(30);
    /** How often the keys of those who listen are looked at. */
    static final Duration KEYS_CHECKED_EVERY = Duration.ofSeconds(5);
    /** How long a browser may send no ping. */
    static final Duration PING_TIME_MAX = Duration.ofMinutes(2);
    /** How long an answer may take; ingest gives up sooner. */
    static final Duration REPLY_TIME_MAX = Duration.ofSeconds(30);

    private static final int ADDRESS_CHARS_MAX = 200;
    private static final int FEEDS_AND_REQUESTS_MAX = 200;
    private static final String HEADERS = "headers";

    private final Vertx vertx;
    private final BusDesk desk;
    private final Map<SockJSSocket, Guest> guests = new HashMap<>();

    /** Who is at the other end. */
    private static final class Guest {
        private final String from;
        private String authorization;
        private boolean isKnown;

        Guest(String from) {
            this.from = from;
        }
    }

    private SockBridge(Vertx vertx, BusDesk desk) {
        this.vertx = vertx;
        this.desk = desk;
    }

    /** To be called once per router, on the event loop that serves it. */
    public static void mount(Router router, Vertx vertx, Store store, FaceSettings settings, Outside outside) {
        var bridge = new SockBridge(vertx, new BusDesk(vertx, store, settings, outside));
        vertx.setPeriodic(KEYS_CHECKED_EVERY.toMillis(), tick -> bridge.checkKeys());
        vertx.eventBus().consumer(Address.DRAIN.text(), ring -> bridge.endAll());
        router.route(PATH + "/*")
                .subRouter(SockJSHandler.create(vertx, transports()).bridge(permitted(), bridge::pass));
    }

    private static SockJSHandlerOptions transports() {
        var options = new SockJSHandlerOptions();
        List.of(Transport.EVENT_SOURCE, Transport.HTML_FILE, Transport.JSON_P, Transport.XHR)
                .forEach(transport -> options.addDisabledTransport(transport.toString()));
        return options;
    }

    /** Requests in, feeds out, by the addresses that {@link #pass} makes of them. */
    private static SockJSBridgeOptions permitted() {
        var options = new SockJSBridgeOptions()
                .setMaxAddressLength(ADDRESS_CHARS_MAX)
                .setMaxHandlersPerSocket(FEEDS_AND_REQUESTS_MAX)
                .setPingTimeout(PING_TIME_MAX.toMillis())
                .setReplyTimeout(REPLY_TIME_MAX.toMillis());
        PublicAddress.requests()
                .forEach(address -> options.addInboundPermitted(new PermittedOptions().setAddress(address.text())));
        PublicAddress.feeds()
                .forEach(feed -> options.addOutboundPermitted(
                        new PermittedOptions().setAddressRegex(feed.text().replace(".", "\\.") + "\\.[0-9a-f-]{36}")));
        return options;
    }

    private void pass(BridgeEvent event) {
        switch (event.type()) {
            case SOCKET_CREATED -> welcome(event);
            case SOCKET_CLOSED, SOCKET_ERROR -> leave(event);
            case SEND -> send(event);
            case REGISTER -> register(event);
            case UNREGISTER -> unregister(event);
            case RECEIVE -> receive(event);
            case PUBLISH ->
                refuse(
                        event,
                        BusDesk.unreadable("Expected a message to be sent, found one that is published."
                                + " Nobody but the server publishes here."));
            default -> event.complete(true);
        }
    }

    private void welcome(BridgeEvent event) {
        SockJSSocket socket = event.socket();
        boolean hasRoom = guests.size() < SOCKETS_MAX;
        if (hasRoom) {
            guests.put(socket, new Guest(String.valueOf(socket.remoteAddress().hostAddress())));
            vertx.setTimer(UNKNOWN_TIME_MAX.toMillis(), over -> closeUnlessKnown(socket));
        }
        event.complete(hasRoom);
    }

    private void closeUnlessKnown(SockJSSocket socket) {
        Guest guest = guests.get(socket);
        if (guest != null && !guest.isKnown) {
            socket.close();
        }
    }

    private void leave(BridgeEvent event) {
        guests.remove(event.socket());
        event.complete(true);
    }

    /** The desk looks at the key again when the message comes there; here it is found out early, and where it came from. */
    private void send(BridgeEvent event) {
        if (!isRequest(event.getRawMessage())) {
            refuse(event, BusDesk.unreadable(Errors.unknownAddress(address(event), false)));
            return;
        }
        admit(event, holder -> {
            Guest guest = guests.get(event.socket());
            JsonObject message = event.getRawMessage();
            JsonObject headers = message.getJsonObject(HEADERS, new JsonObject());
            event.setRawMessage(
                    message.copy().put(HEADERS, headers.copy().put(BusDesk.AUTHORIZATION, guest.authorization)));
        });
    }

    private static boolean isRequest(JsonObject message) {
        return PublicAddress.of(message.getString("address"))
                .filter(address -> !address.isFeed())
                .isPresent();
    }

    private void register(BridgeEvent event) {
        var feed = feed(event);
        if (feed.isEmpty()) {
            refuse(event, BusDesk.unreadable(Errors.unknownAddress(address(event), true)));
            return;
        }
        admit(
                event,
                holder -> event.setRawMessage(
                        event.getRawMessage().copy().put("address", feed.get().of(holder.projectId()))));
    }

    /** Where the socket is gone the bridge itself says so, by the address that it knows. */
    private void unregister(BridgeEvent event) {
        var feed = feed(event);
        if (feed.isEmpty() || !guests.containsKey(event.socket())) {
            event.complete(true);
            return;
        }
        admit(
                event,
                holder -> event.setRawMessage(
                        event.getRawMessage().copy().put("address", feed.get().of(holder.projectId()))));
    }

    /** Whoever does not keep up misses some. Answers go to addresses of the browser's own. */
    private static void receive(BridgeEvent event) {
        JsonObject message = event.getRawMessage();
        String address = message.getString("address");
        var feed = PublicAddress.feeds().stream()
                .filter(one -> address.startsWith(one.text() + "."))
                .findFirst();
        if (feed.isEmpty()) {
            event.complete(true);
            return;
        }
        event.setRawMessage(message.copy().put("address", feed.get().text()));
        event.complete(!event.socket().writeQueueFull());
    }

    private static Optional<PublicAddress> feed(BridgeEvent event) {
        return PublicAddress.of(address(event)).filter(PublicAddress::isFeed);
    }

    private static String address(BridgeEvent event) {
        return event.getRawMessage().getString("address");
    }

    /** What is to be done when somebody with a right key asks for it. */
    @FunctionalInterface
    private interface Admitted {
        void by(Holder holder);
    }

    private void admit(BridgeEvent event, Admitted then) {
        Guest guest = guests.get(event.socket());
        if (guest == null) {
            event.complete(false);
            return;
        }
        if (!remembered(event, guest)) {
            return;
        }
        desk.holder(guest.authorization, guest.from)
                .onSuccess(holder -> {
                    guest.isKnown = true;
                    then.by(holder);
                    event.complete(true);
                })
                .onFailure(fault -> refuse(event, (ReplyException) fault));
    }

    /** The key that a message brings counts for those after it too. */
    private static boolean remembered(BridgeEvent event, Guest guest) {
        Object headers = event.getRawMessage().getValue(HEADERS);
        if (headers == null) {
            return true;
        }
        if (!(headers instanceof JsonObject given)
                || given.stream().anyMatch(one -> !(one.getValue() instanceof String))) {
            refuse(event, BusDesk.unreadable("Expected `headers` to be an object of strings, found something else."));
            return false;
        }
        given.stream()
                .filter(one -> one.getKey().equalsIgnoreCase(BusDesk.AUTHORIZATION))
                .forEach(one -> guest.authorization = (String) one.getValue());
        return true;
    }

    private static void refuse(BridgeEvent event, ReplyException refusal) {
        JsonObject message = event.getRawMessage();
        String reply = message.getValue("replyAddress") instanceof String text ? text : null;
        event.socket()
                .write(Errors.of(message.getString("address"), reply, refusal).toBuffer());
        event.complete(false);
    }

    private void checkKeys() {
        Map.copyOf(guests).forEach((socket, guest) -> {
            if (guest.isKnown) {
                desk.holder(guest.authorization, guest.from).onFailure(fault -> {
                    if (!Errors.isOurs((ReplyException) fault)) {
                        socket.write(
                                Errors.of(null, null, (ReplyException) fault).toBuffer());
                        socket.close();
                    }
                });
            }
        });
    }

    /** The server stops: open sockets would hold it up. */
    private void endAll() {
        Map.copyOf(guests).keySet().forEach(SockJSSocket::close);
    }
}
