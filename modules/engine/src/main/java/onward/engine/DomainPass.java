package onward.engine;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.channel.dns.TextRecords;
import onward.flow.message.DnsRecord;
import onward.store.Store;
import onward.store.table.Domains;
import onward.store.table.Domains.Domain;
import onward.store.table.Domains.Lease;

/**
 * Looks up the records of domains whose owners asked for it, until all are there or the time for it is over. A name
 * server that does not answer says nothing about a record.
 *
 * <pre>
 *   all there            verified, and looked up no more
 *   time left            pending (a verified one stays verified), and looked up again
 *   time over            failed
 * </pre>
 */
final class DomainPass implements Pass {
    /** How long a domain belongs to the process that leased it. */
    static final Duration LEASE = Duration.ofMinutes(1);
    /** How long until the next look at first, and at most. */
    static final Duration AGAIN_FIRST = Duration.ofSeconds(10);

    static final Duration AGAIN_MAX = Duration.ofHours(1);

    private final Store store;
    private final TextRecords texts;
    private final String mailHost;

    DomainPass(Store store, TextRecords texts, String mailHost) {
        this.store = store;
        this.texts = texts;
        this.mailHost = mailHost;
    }

    @Override
    public Future<Integer> once(int limit, Instant now) {
        return Domains.lease(store.client(), now, now.plus(LEASE), limit)
                .compose(leases -> Future.join(
                                leases.stream().map(lease -> look(lease, now)).toList())
                        .map(leases.size()));
    }

    private Future<Void> look(Lease lease, Instant now) {
        Domain domain = lease.domain();
        var records = DnsRecord.required(domain.name(), domain.dkimSelector(), domain.dkimPublic(), mailHost);
        var looks =
                records.stream().map(record -> look(record, isOver(lease, now))).toList();
        return Future.all(looks).compose(all -> {
            Map<String, String> found = new LinkedHashMap<>();
            for (int i = 0; i < records.size(); i++) {
                found.put(records.get(i).kind(), looks.get(i).result());
            }
            return settle(lease, found, now);
        });
    }

    private Future<String> look(DnsRecord record, boolean isOver) {
        String absent = isOver ? "failed" : "pending";
        return texts.of(record.name())
                .map(found -> record.isAmong(found) ? Domains.VERIFIED : absent)
                .otherwise("temporary_failure");
    }

    private static boolean isOver(Lease lease, Instant now) {
        return lease.until() == null || !now.isBefore(lease.until());
    }

    private Future<Void> settle(Lease lease, Map<String, String> found, Instant now) {
        boolean isThere = found.values().stream().allMatch(Domains.VERIFIED::equals);
        boolean isOver = isOver(lease, now);
        String before = lease.domain().status();
        String status = isThere ? Domains.VERIFIED : isOver ? "failed" : before;
        Instant dueAt = isThere || isOver ? null : again(lease, now);
        return store.transaction(tx -> Domains.settle(tx, lease, status, found, dueAt, now)
                .compose(done -> status.equals(before)
                        ? Future.succeededFuture()
                        : Domains.find(
                                        tx,
                                        lease.domain().projectId(),
                                        lease.domain().id())
                                .compose(domain -> domain.isEmpty()
                                        ? Future.succeededFuture()
                                        : Domains.tell(tx, "domain.updated", domain.get(), mailHost, now))));
    }

    /** The longer it takes, the longer the waits; the last look is when the time is over. */
    private static Instant again(Lease lease, Instant now) {
        Duration waited = Domains.LOOKED_UP_FOR.minus(Duration.between(now, lease.until()));
        Duration wait = List.of(AGAIN_FIRST, waited.dividedBy(2)).stream()
                .max(Duration::compareTo)
                .filter(one -> one.compareTo(AGAIN_MAX) < 0)
                .orElse(AGAIN_MAX);
        Instant again = now.plus(wait);
        return again.isBefore(lease.until()) ? again : lease.until();
    }
}
