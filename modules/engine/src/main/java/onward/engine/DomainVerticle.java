package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import onward.channel.dns.DnsTextRecords;
import onward.store.Store;

/** Looks up the DNS records of domains. It looks for work every second; nobody rings. */
public final class DomainVerticle extends VerticleBase {
    private static final int BATCH_MAX = 20;

    private final Store store;
    private final String mailHost;
    private Pump pump;

    /** @param mailHost the mail server that mails leave through; null when there is none */
    public DomainVerticle(Store store, String mailHost) {
        this.store = store;
        this.mailHost = mailHost;
    }

    @Override
    public Future<?> start() {
        pump = new Pump(
                vertx, "domains", new DomainPass(store, new DnsTextRecords(vertx), mailHost), BATCH_MAX, store::now);
        pump.ring();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return pump.stop();
    }
}
