package onward.web.audiences;

import io.vertx.core.Future;
import onward.store.Store;
import onward.store.table.Segments;
import onward.store.table.Segments.Segment;
import onward.web.ui.Moment;
import onward.web.ui.Paged;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/segments[?after=<id>]}. */
public final class SegmentsPage {
    private final Store store;

    public SegmentsPage(Store store) {
        this.store = store;
    }

    public record Row(String id, String name, Moment made) {}

    public Future<Shown> show(Visit visit) {
        return Paged.of(
                        visit,
                        "/dashboard/segments",
                        "segment",
                        request -> Segments.list(store.client(), visit.projectId(), request),
                        Segment::id,
                        segment -> new Row(
                                segment.id().toString(), segment.name(), Moment.of(segment.createdAt(), visit.now())))
                .map(page -> new Shown("segments", "segments", page));
    }
}
