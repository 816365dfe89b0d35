package onward.web.audiences;

import io.vertx.core.Future;
import onward.store.Store;
import onward.store.table.Topics;
import onward.store.table.Topics.Topic;
import onward.web.ui.Moment;
import onward.web.ui.Paged;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/topics[?after=<id>]}. */
public final class TopicsPage {
    private final Store store;

    public TopicsPage(Store store) {
        this.store = store;
    }

    /** @param byDefault what holds for a contact who never chose. @param visibility who may choose it */
    public record Row(String id, String name, String description, String byDefault, String visibility, Moment made) {}

    public Future<Shown> show(Visit visit) {
        return Paged.of(
                        visit,
                        "/dashboard/topics",
                        "topic",
                        request -> Topics.list(store.client(), visit.projectId(), request),
                        Topic::id,
                        topic -> new Row(
                                topic.id().toString(),
                                topic.name(),
                                topic.description(),
                                topic.defaultSubscription().equals(Topics.OPT_IN) ? "subscribed" : "not subscribed",
                                topic.visibility(),
                                Moment.of(topic.createdAt(), visit.now())))
                .map(page -> new Shown("topics", "topics", page));
    }
}
