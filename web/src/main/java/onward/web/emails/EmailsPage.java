package onward.web.emails;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.UnknownCursor;
import onward.store.table.Envelopes;
import onward.store.table.Envelopes.Posted;
import onward.web.emails.EmailsView.Row;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.Pill;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/emails[?after=<id>]}. */
public final class EmailsPage {
    private static final String PATH = "/dashboard/emails";
    private static final int PAGE_ROWS_MAX = 50;

    private final Store store;

    public EmailsPage(Store store) {
        this.store = store;
    }

    public Future<Shown> show(Visit visit) {
        UUID after = visit.after().orElse(null);
        return Envelopes.list(store.client(), visit.projectId(), new PageRequest(PAGE_ROWS_MAX, after, null))
                .recover(fault ->
                        Future.failedFuture(fault instanceof UnknownCursor ? PageProblem.absent("email") : fault))
                .map(page -> new Shown("emails", "emails", view(page, after, visit.now())));
    }

    private static EmailsView view(Page<Posted> page, UUID after, Instant now) {
        var rows = page.items().stream().map(posted -> row(posted, now)).toList();
        String older =
                page.hasMore() ? PATH + "?after=" + rows.get(rows.size() - 1).id() : null;
        return new EmailsView(rows, older, after == null ? null : PATH);
    }

    private static Row row(Posted posted, Instant now) {
        var envelope = posted.envelope();
        return new Row(
                envelope.id().toString(),
                Pill.of(posted.lastEvent()),
                String.join(", ", envelope.to()),
                envelope.subject(),
                envelope.from(),
                Moment.of(posted.sentAt() == null ? envelope.createdAt() : posted.sentAt(), now));
    }
}
