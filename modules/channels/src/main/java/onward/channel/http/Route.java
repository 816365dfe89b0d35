package onward.channel.http;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;

/**
 * A target that passed the guard, and where it may be connected to.
 *
 * @param addresses those that passed, in the order in which they are tried; at least one
 */
record Route(Target target, List<InetAddress> addresses) {

    /** An address written in digits, without its name: nothing is left to resolve. */
    SocketAddress server(int index) {
        return SocketAddress.inetSocketAddress(
                target.port(), addresses.get(index).getHostAddress());
    }
}
