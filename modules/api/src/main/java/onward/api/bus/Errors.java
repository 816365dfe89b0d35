package onward.api.bus;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import onward.api.BusDesk;
import onward.bus.PublicAddress;

/** How the bridges say no: the error frame of the Vert.x bridges, whose message is the body of the same no over HTTP. */
final class Errors {
    private static final int OUR_FAULT = 500;

    private Errors() {}

    static JsonObject of(String address, String replyAddress, String problem) {
        return of(address, replyAddress, BusDesk.unreadable(problem));
    }

    /** @param replyAddress where the answer was to go; null where none was wanted */
    static JsonObject of(String address, String replyAddress, ReplyException refusal) {
        var frame = new JsonObject().put("type", "err");
        if (replyAddress != null) {
            frame.put("address", replyAddress);
        }
        if (address != null) {
            frame.put("sourceAddress", address);
        }
        return frame.put("failureCode", refusal.failureCode())
                .put("failureType", refusal.failureType().name())
                .put("message", refusal.getMessage());
    }

    static String unknownAddress(String found, boolean isFeed) {
        var addresses = isFeed ? PublicAddress.feeds() : PublicAddress.requests();
        return oneOf("address", addresses.stream().map(PublicAddress::text).toList(), found == null ? "none" : found);
    }

    static String oneOf(String field, List<String> expected, String found) {
        return "Expected `" + field + "` to be one of " + String.join(", ", expected) + ", found " + found + ".";
    }

    /** Whether it says nothing about the key: the database is away, for example. */
    static boolean isOurs(ReplyException refusal) {
        return refusal.failureCode() >= OUR_FAULT;
    }
}
