package onward.engine;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.engine.SenderDomains.Known;
import onward.flow.message.Envelope;
import onward.flow.message.TrackedHtml;
import onward.store.MailLinks;
import onward.store.Store;
import onward.store.table.Domains.Sender;
import onward.store.table.MailTracking;
import onward.store.table.MailTracking.Leaving;
import onward.store.table.MailTracking.Tracked;
import onward.store.table.Outbox.Lease;

/**
 * What a mail gets on its way out: links that lead here first and a picture nobody sees, where its domain asks for it.
 * The envelope itself stays as it was sealed. The same mail is dressed the same way on every attempt.
 */
final class Dressing {
    private final Store store;
    private final Mailroom mailroom;

    Dressing(Store store, Mailroom mailroom) {
        this.store = store;
        this.mailroom = mailroom;
    }

    /** The envelopes of the leases, in their order, as they go out; nothing is asked where no project has a domain. */
    Future<List<Envelope>> dress(List<Lease> leases) {
        var bare = leases.stream().map(Lease::envelope).toList();
        return mailroom.domains() == null || mailroom.links() == null
                ? Future.succeededFuture(bare)
                : mailroom.domains()
                        .known()
                        .compose(known -> tracked(leases, known))
                        .map(tracked -> dressed(bare, tracked));
    }

    private Future<Map<UUID, Tracked>> tracked(List<Lease> leases, Known known) {
        var leaving = new ArrayList<Leaving>();
        for (Lease lease : leases) {
            Envelope envelope = lease.envelope();
            if (envelope.html() != null) {
                known.of(envelope.projectId(), envelope.from())
                        .ifPresent(sender -> leaving.add(leaving(lease, sender)));
            }
        }
        return leaving.isEmpty() ? Future.succeededFuture(Map.of()) : MailTracking.decide(store.client(), leaving);
    }

    private static Leaving leaving(Lease lease, Sender sender) {
        return new Leaving(
                lease.envelope().projectId(),
                lease.envelope().id(),
                sender.opens(),
                sender.clicks(),
                lease.attempt() == 1);
    }

    private List<Envelope> dressed(List<Envelope> bare, Map<UUID, Tracked> tracked) {
        return bare.stream()
                .map(envelope ->
                        tracked.containsKey(envelope.id()) ? dressed(envelope, tracked.get(envelope.id())) : envelope)
                .toList();
    }

    private Envelope dressed(Envelope envelope, Tracked tracked) {
        MailLinks links = mailroom.links();
        var html = TrackedHtml.of(envelope.html());
        var urls = html.links();
        return envelope.withHtml(html.with(
                number -> tracked.clicks() && !links.isOurs(urls.get(number))
                        ? links.click(envelope.projectId(), envelope.id(), number)
                        : null,
                tracked.opens() ? links.open(envelope.projectId(), envelope.id()) : null));
    }
}
