package onward.web.bulk;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Uuids;
import onward.flow.run.Actor;
import onward.flow.run.Cancellation;
import onward.flow.run.Retry;
import onward.flow.run.RunStatus;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.UnknownCursor;
import onward.store.table.BulkAction;
import onward.store.table.BulkAction.Item;
import onward.store.table.BulkAction.Kind;
import onward.store.table.BulkAction.Order;
import onward.store.table.BulkActions;
import onward.web.bulk.BulkView.ItemRow;
import onward.web.ui.Commands;
import onward.web.ui.Figures;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.Pill;
import onward.web.ui.Query;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code /dashboard/bulk-actions}: made of a filter of the list of runs, looked at, started, watched, aborted. */
public final class BulkPage {
    private static final String PATH = "/dashboard/bulk-actions";
    private static final int PAGE_ROWS = 50;
    private static final int WHOLE_PERCENT = 100;

    private final Store store;
    private final BulkActions actions;
    private final Bell bell;

    public BulkPage(Store store, Bell bell) {
        this.store = store;
        this.actions = new BulkActions(store);
        this.bell = bell;
    }

    private static PageRequest asked(Visit visit) {
        return new PageRequest(PAGE_ROWS, visit.after().orElse(null), null);
    }

    private static <T> Future<T> known(Future<T> page) {
        return page.recover(fault -> Future.failedFuture(
                fault instanceof UnknownCursor
                        ? PageProblem.badQuestion("Expected after to be a line of this list, found another.")
                        : fault));
    }

    public Future<Shown> list(Visit visit) {
        return known(BulkActions.list(store.client(), visit.projectId(), asked(visit)))
                .map(page -> new Shown("bulk-actions", "runs", list(page, visit)));
    }

    private static BulksView list(Page<BulkAction> page, Visit visit) {
        var rows = page.items().stream()
                .map(action -> new BulksView.Row(
                        action.id().toString(),
                        title(action),
                        Pill.of(action.status().word()),
                        action.order().note(),
                        progress(action),
                        Moment.of(action.createdAt(), visit.now())))
                .toList();
        String older = page.hasMore()
                ? Query.of(PATH).with("after", rows.get(rows.size() - 1).id()).text()
                : null;
        return new BulksView(rows, older, visit.after().isPresent() ? PATH : null);
    }

    private static String title(BulkAction action) {
        return (action.order().kind() == Kind.CANCEL ? "Cancel " : "Retry ")
                + Figures.of(action.items())
                + (action.items() == 1 ? " run" : " runs");
    }

    private static String progress(BulkAction action) {
        return Figures.of(action.counts().all()) + " of " + Figures.of(action.items());
    }

    public Future<Shown> show(Visit visit) {
        UUID id = visit.pathId("bulk action");
        return BulkActions.find(store.client(), visit.projectId(), id)
                .map(found -> found.orElseThrow(() -> PageProblem.absent("bulk action")))
                .compose(action -> known(BulkActions.items(store.client(), visit.projectId(), id, asked(visit)))
                        .map(page -> new Shown("bulk-action", "runs", view(visit, action, page))));
    }

    private static BulkView view(Visit visit, BulkAction action, Page<Item> page) {
        Instant now = visit.now();
        String path = PATH + "/" + action.id();
        var items = page.items().stream().map(item -> row(item, now)).toList();
        return new BulkView(
                action.id().toString(),
                title(action),
                Pill.of(action.status().word()),
                sentence(action.order()),
                action.order().note(),
                Actor.words(action.actor()),
                action.status() == BulkAction.Status.DRAFT,
                action.status().isOver(),
                action.isWhole(),
                BulkActions.ITEMS_MAX,
                action.items() == 0 ? WHOLE_PERCENT : action.counts().all() * WHOLE_PERCENT / action.items(),
                progress(action),
                Figures.of(action.counts().done()),
                Figures.of(action.counts().unchanged()),
                Figures.of(action.counts().refused()),
                Moment.of(action.createdAt(), now),
                Moment.of(action.startedAt(), now),
                Moment.of(action.endedAt(), now),
                items,
                page.hasMore()
                        ? Query.of(path)
                                .with("after", items.get(items.size() - 1).run())
                                .text()
                        : null,
                visit.after().isPresent() ? path : null,
                Commands.get(visit.context().request(), "/bulk-actions/" + action.id()));
    }

    private static ItemRow row(Item item, Instant now) {
        return new ItemRow(
                item.runId().toString(),
                Pill.of(item.result() == null ? "open" : item.result()),
                item.message(),
                Moment.of(item.at(), now));
    }

    private static String sentence(Order order) {
        String which = order.statuses().stream().map(RunStatus::word).collect(Collectors.joining(" or "));
        String whose = order.automationId() == null ? "of every automation" : "of one automation";
        String how = order.kind() == Kind.CANCEL
                ? Cancellation.CANCEL.equals(order.options().get("emails"))
                        ? "Their emails that are not out yet are kept back."
                        : "Emails that they have sealed still go out."
                : "Each goes on where it ended"
                        + (Retry.NEWEST_VERSION.equals(order.options().get("version"))
                                ? ", by the newest version."
                                : ", by the version it had.");
        return "Runs " + whose + " that were " + which + " when it was made. " + how;
    }

    /** {@code POST /dashboard/bulk-actions}: {@code kind}, {@code automation}, {@code status} and {@code reason}. */
    public Future<String> create(Visit visit) {
        Kind kind = Kind.of(visit.field("kind"))
                .orElseThrow(() -> PageProblem.refused("Expected cancel or retry, found another word."));
        var order = new Order(kind, automation(visit), statuses(visit, kind), options(visit, kind), reason(visit));
        return actions.create(visit.projectId(), order, Actor.dashboardUser(visit.user()))
                .map(id -> PATH + "/" + id);
    }

    private static UUID automation(Visit visit) {
        String text = visit.field("automation");
        return text.isEmpty()
                ? null
                : Uuids.read(text)
                        .orElseThrow(() -> PageProblem.refused("Expected an automation, found something else."));
    }

    private static List<RunStatus> statuses(Visit visit, Kind kind) {
        String word = visit.field("status");
        List<RunStatus> able = kind.statuses().stream().sorted().toList();
        if (word.isEmpty()) {
            return able;
        }
        List<RunStatus> asked =
                able.stream().filter(status -> status.word().equals(word)).toList();
        if (asked.isEmpty()) {
            throw PageProblem.refused("Expected runs that are "
                    + able.stream().map(RunStatus::word).collect(Collectors.joining(" or "))
                    + ", for that is what " + kind.word() + " is for; found others. Choose another status.");
        }
        return asked;
    }

    private static Map<String, Object> options(Visit visit, Kind kind) {
        Map<String, Object> options = new LinkedHashMap<>();
        if (kind == Kind.CANCEL) {
            boolean keepsBack = Cancellation.CANCEL.equals(visit.field("emails"));
            options.put("emails", keepsBack ? Cancellation.CANCEL : Cancellation.KEEP);
        } else {
            options.put(
                    "version",
                    Retry.NEWEST_VERSION.equals(visit.field("version")) ? Retry.NEWEST_VERSION : Retry.SAME_VERSION);
            options.put("step_key", null);
        }
        return options;
    }

    private static String reason(Visit visit) {
        String reason = visit.field("reason").strip();
        if (reason.isEmpty() || reason.codePointCount(0, reason.length()) > Cancellation.NOTE_CHARS_MAX) {
            throw PageProblem.refused("Expected a reason of 1 to " + Cancellation.NOTE_CHARS_MAX
                    + " characters, found none or a longer one.");
        }
        return reason;
    }

    /** {@code POST /dashboard/bulk-actions/<id>/start}. */
    public Future<String> start(Visit visit) {
        UUID id = visit.pathId("bulk action");
        return changed(visit, id, actions.start(visit.projectId(), id), "started")
                .onSuccess(done -> bell.ring(Address.WAKE_BULK));
    }

    /** {@code POST /dashboard/bulk-actions/<id>/abort}. */
    public Future<String> abort(Visit visit) {
        UUID id = visit.pathId("bulk action");
        return changed(visit, id, actions.abort(visit.projectId(), id), "aborted");
    }

    private Future<String> changed(Visit visit, UUID id, Future<Boolean> change, String doing) {
        return change.compose(done -> BulkActions.find(store.client(), visit.projectId(), id)
                .map(found -> found.orElseThrow(() -> PageProblem.absent("bulk action")))
                .map(action -> {
                    if (!done) {
                        throw PageProblem.refused(
                                BulkActions.conflict(action, doing).message());
                    }
                    return PATH + "/" + id;
                }));
    }
}
