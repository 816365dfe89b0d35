package onward.channel.capture;

import io.vertx.core.Future;
import java.util.List;
import onward.channel.Channel;
import onward.channel.Receipt;
import onward.flow.message.Envelope;

/**
 * Accepts every mail and sends none. The mail is in its envelope row, where the API and the dashboard
 * show it, so there is nothing left to keep here.
 */
public final class CaptureChannel implements Channel {
    private static final Receipt KEPT = new Receipt.Accepted("250 Captured; nothing left this server");

    @Override
    public String name() {
        return "email";
    }

    /** Accepts all of them at once. */
    @Override
    public Future<List<Receipt>> deliver(List<Envelope> envelopes) {
        return Future.succeededFuture(envelopes.stream().map(envelope -> KEPT).toList());
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
