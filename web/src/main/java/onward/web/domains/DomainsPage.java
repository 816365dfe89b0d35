package onward.web.domains;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onward.flow.message.DnsRecord;
import onward.store.Store;
import onward.store.table.Domains;
import onward.store.table.Domains.Domain;
import onward.web.domains.DomainView.RecordRow;
import onward.web.ui.Commands;
import onward.web.ui.House;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.Paged;
import onward.web.ui.Pill;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/domains[?after=<id>]} and {@code /dashboard/domains/<id>}. */
public final class DomainsPage {
    private static final String PATH = "/dashboard/domains";

    private final Store store;
    private final String mailHost;

    public DomainsPage(Store store, House house) {
        this.store = store;
        this.mailHost = house.mailHost();
    }

    public record Row(String id, Pill status, String name, Moment made) {}

    public Future<Shown> list(Visit visit) {
        return Paged.of(
                        visit,
                        PATH,
                        "domain",
                        request -> Domains.list(store.client(), visit.projectId(), request),
                        Domain::id,
                        domain -> new Row(
                                domain.id().toString(),
                                pill(domain.status()),
                                domain.name(),
                                Moment.of(domain.createdAt(), visit.now())))
                .map(page -> new Shown("domains", "domains", page));
    }

    private static Pill pill(String status) {
        return new Pill(status.replace('_', ' '), Pill.of(status).style());
    }

    public Future<Shown> show(Visit visit) {
        return Domains.find(store.client(), visit.projectId(), visit.pathId("domain"))
                .map(found -> found.orElseThrow(() -> PageProblem.absent("domain")))
                .map(domain -> new Shown("domain", "domains", view(visit, domain)));
    }

    private DomainView view(Visit visit, Domain domain) {
        Instant now = visit.now();
        return new DomainView(
                domain.id().toString(),
                domain.name(),
                pill(domain.status()),
                sentence(domain),
                records(domain),
                domain.choice().openTracking() ? "told" : "not told",
                domain.choice().clickTracking() ? "told" : "not told",
                domain.choice().tls(),
                Moment.of(domain.createdAt(), now),
                Moment.of(domain.updatedAt(), now),
                Commands.get(visit.context().request(), "/domains/" + domain.id()));
    }

    private static String sentence(Domain domain) {
        return switch (domain.status()) {
            case Domains.VERIFIED -> "Its records are there, and emails from it are signed.";
            case "not_started" -> "Add these records where the domain is looked after, then have them looked up.";
            case "pending" -> "Its records are looked up again and again, for three days.";
            default -> "Some of its records were not found as they have to be.";
        };
    }

    private List<RecordRow> records(Domain domain) {
        DnsRecord dmarc = DnsRecord.dmarc(domain.name());
        return Stream.concat(
                        Domains.records(domain, mailHost).stream().map(DomainsPage::required),
                        Stream.of(new RecordRow(dmarc.kind(), null, dmarc.name(), dmarc.value())))
                .toList();
    }

    private static RecordRow required(Map<String, Object> record) {
        return new RecordRow(
                String.valueOf(record.get("record")),
                pill(String.valueOf(record.get("status"))),
                String.valueOf(record.get("name")),
                String.valueOf(record.get("value")));
    }

    /** {@code POST /dashboard/domains/<id>/verify}: its records are looked up, and whoever listens is told of that. */
    public Future<String> verify(Visit visit) {
        var id = visit.pathId("domain");
        return store.transaction(tx -> store.now(tx)
                .compose(now -> Domains.verify(tx, visit.projectId(), id, now, now.plus(Domains.LOOKED_UP_FOR))
                        .compose(found -> Domains.find(tx, visit.projectId(), id))
                        .map(found -> found.orElseThrow(() -> PageProblem.absent("domain")))
                        .compose(domain -> Domains.tell(tx, "domain.updated", domain, mailHost, now)))
                .map(done -> PATH + "/" + id));
    }
}
