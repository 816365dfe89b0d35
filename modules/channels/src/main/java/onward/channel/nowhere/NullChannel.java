package onward.channel.nowhere;

import io.vertx.core.Future;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import onward.channel.Channel;
import onward.channel.Receipt;
import onward.flow.message.Envelope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts every mail at once, sends none and counts them, so that a benchmark measures everything but a mail server. */
public final class NullChannel implements Channel {
    /** What {@code ONWARD_SMTP_URL} says to choose it. */
    public static final String URL = "null:";

    private static final Receipt COUNTED = new Receipt.Accepted("250 Counted; nothing left this server");
    private static final Logger LOG = LoggerFactory.getLogger(NullChannel.class);

    private final AtomicLong mails = new AtomicLong();

    @Override
    public String name() {
        return "email";
    }

    /** Accepts all of them. */
    @Override
    public Future<List<Receipt>> deliver(List<Envelope> envelopes) {
        mails.addAndGet(envelopes.size());
        return Future.succeededFuture(Collections.nCopies(envelopes.size(), COUNTED));
    }

    /** How many it was given so far. */
    public long mails() {
        return mails.get();
    }

    @Override
    public Future<Void> close() {
        LOG.info("The null channel was given {} mails.", mails);
        return Future.succeededFuture();
    }
}
