package onward.channel.http;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls with sensible defaults, and the answers waited for. */
final class Calls {
    private Calls() {}

    static HttpCall get(String url) {
        return new HttpCall("GET", url, Map.of(), null, "call-1", Duration.ofSeconds(20));
    }

    static HttpCall post(String url, String body) {
        return new HttpCall("POST", url, Map.of(), body, "call-1", Duration.ofSeconds(20));
    }

    /** Given up soon: for servers that never come to an end. */
    static HttpCall impatient(String url) {
        return new HttpCall("GET", url, Map.of(), null, "call-1", Duration.ofMillis(300));
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }

    /** Knows one name, whose addresses are given in digits. */
    static Guard.Resolver knowing(String name, String... addresses) {
        return host -> {
            if (!host.equals(name)) {
                throw new UnknownHostException(host);
            }
            return addresses(addresses);
        };
    }

    static List<InetAddress> addresses(String... literals) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.add(InetAddress.getByName(literal));
        }
        return addresses;
    }
}
