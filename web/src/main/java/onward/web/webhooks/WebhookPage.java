package onward.web.webhooks;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import onward.flow.message.WebhookEvents;
import onward.store.Store;
import onward.store.page.HookLog;
import onward.store.page.HookLog.Line;
import onward.store.page.Slice;
import onward.store.table.Webhooks;
import onward.store.table.Webhooks.Webhook;
import onward.web.ui.Commands;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.Pill;
import onward.web.ui.ProblemRow;
import onward.web.ui.Shown;
import onward.web.ui.Visit;
import onward.web.webhooks.WebhookView.Choice;
import onward.web.webhooks.WebhookView.Delivery;

/** {@code GET /dashboard/webhooks/<id>[?after=<id of a delivery>]} and {@code /dashboard/webhooks/new}. */
public final class WebhookPage {
    private final Store store;

    public WebhookPage(Store store) {
        this.store = store;
    }

    /** What stands in the form. */
    record Typed(String endpoint, List<String> events) {}

    public Future<Shown> showNew(Visit visit) {
        return Future.succeededFuture(blank(new Typed("", List.of()), List.of()));
    }

    /** The page of one that is being made. */
    static Shown blank(Typed typed, List<ProblemRow> problems) {
        return new Shown(
                "webhook",
                "webhooks",
                new WebhookView(
                        null,
                        "New webhook",
                        null,
                        false,
                        "It is told by POST, signed, from the moment it is made.",
                        WebhookForms.PATH,
                        typed.endpoint(),
                        choices(typed.events()),
                        problems,
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    /** All that there are, and what a webhook asked for beside them. */
    private static List<Choice> choices(List<String> chosen) {
        return Stream.concat(WebhookEvents.TOLD.stream(), chosen.stream())
                .distinct()
                .map(type -> new Choice(type, chosen.contains(type)))
                .toList();
    }

    public Future<Shown> show(Visit visit) {
        return find(visit).compose(webhook -> filled(visit, webhook, typed(webhook), List.of(), null));
    }

    static Typed typed(Webhook webhook) {
        return new Typed(webhook.endpoint(), webhook.events());
    }

    Future<Webhook> find(Visit visit) {
        return Webhooks.find(store.client(), visit.projectId(), visit.pathId("webhook"))
                .map(found -> found.orElseThrow(() -> PageProblem.absent("webhook")));
    }

    /** The page of one that there is. @param secret null where nobody asked to see it */
    Future<Shown> filled(Visit visit, Webhook webhook, Typed typed, List<ProblemRow> problems, String secret) {
        var after = visit.after().orElse(null);
        return HookLog.page(store.client(), visit.projectId(), webhook.id(), after)
                .map(lines -> new Shown(
                        "webhook", "webhooks", view(visit, webhook, typed, problems, secret, lines, after == null)));
    }

    private static WebhookView view(
            Visit visit,
            Webhook webhook,
            Typed typed,
            List<ProblemRow> problems,
            String secret,
            Slice<Line> lines,
            boolean isFirst) {
        Instant now = visit.now();
        String link = WebhookForms.PATH + "/" + webhook.id();
        boolean isEnabled = webhook.status().equals(Webhooks.ENABLED);
        return new WebhookView(
                webhook.id().toString(),
                webhook.endpoint(),
                Pill.of(webhook.status()),
                isEnabled,
                isEnabled
                        ? "It is told of what is chosen below."
                        : "It is told of nothing: somebody switched it off, or its server failed for five days.",
                link,
                typed.endpoint(),
                choices(typed.events()),
                problems,
                secret,
                lines.items().stream().map(line -> delivery(line, now)).toList(),
                lines.older().map(id -> link + "?after=" + id).orElse(null),
                isFirst ? null : link,
                Moment.of(webhook.createdAt(), now),
                Moment.of(webhook.updatedAt(), now),
                Commands.get(visit.context().request(), "/webhooks/" + webhook.id()));
    }

    private static Delivery delivery(Line line, Instant now) {
        return new Delivery(
                line.id().toString(),
                line.type(),
                Pill.of(line.state()),
                line.attempts(),
                line.statusCode() == null ? null : answer(line.statusCode()),
                line.state().equals("pending") ? Moment.of(line.dueAt(), now) : null,
                Moment.of(line.occurredAt(), now));
    }

    static String answer(int statusCode) {
        return statusCode == 0 ? "no answer" : Integer.toString(statusCode);
    }
}
