package onward.api;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.graph.Blueprint;
import onward.flow.run.Cancellation;
import onward.flow.run.Retry;
import onward.flow.run.RunStatus;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.table.BulkAction;
import onward.store.table.BulkAction.Kind;
import onward.store.table.BulkAction.Order;
import onward.store.table.BulkActions;

/** {@code /bulk-actions}: the same done to many runs, which are written down before anything is. Additions of ours. */
final class BulkActionResource {
    /** How many runs of a new one are shown. */
    static final int SAMPLES_MAX = 20;

    private static final Noun BULK_ACTION = new Noun("bulk-actions", "bulk_action");
    private static final List<String> KINDS =
            Arrays.stream(Kind.values()).map(Kind::word).toList();

    private final Store store;
    private final Bell bell;
    private final BulkActions actions;

    BulkActionResource(Store store, Bell bell) {
        this.store = store;
        this.bell = bell;
        this.actions = new BulkActions(store);
    }

    void register(Routes routes) {
        routes.post("/bulk-actions", this::create)
                .get("/bulk-actions", this::list)
                .get("/bulk-actions/:bulkActionId", this::get)
                .post("/bulk-actions/:bulkActionId/start", this::start)
                .post("/bulk-actions/:bulkActionId/abort", this::abort)
                .get("/bulk-actions/:bulkActionId/items", this::items);
    }

    private Future<Answer> create(Call call) {
        Fields fields = call.fields();
        Kind kind = kind(fields);
        String note = fields.string("reason", 1, Cancellation.NOTE_CHARS_MAX);
        Fields filter = fields.inside("filter", fields.has("filter") ? fields.raw("filter") : Map.of());
        UUID automationId = filter.optionalUuid("automation_id");
        List<RunStatus> statuses = statuses(filter, kind);
        Map<String, Object> options = options(fields, kind);
        fields.check();
        var order = new Order(kind, automationId, statuses, options, note);
        return new RunKeeper(store, bell)
                .actor(call)
                .compose(actor -> actions.create(call.projectId(), order, actor))
                .compose(id -> told(call, id))
                .map(Answer::created);
    }

    private static Kind kind(Fields fields) {
        String word = fields.oneOf("kind", KINDS);
        return word == null ? null : Kind.of(word).orElse(null);
    }

    /** One word or several with commas between, as lists of runs take it; all that the kind is for, unless given. */
    private static List<RunStatus> statuses(Fields filter, Kind kind) {
        String words = filter.optionalString("status", 1, Fields.NAME_CHARS_MAX);
        if (kind == null) {
            return List.of();
        }
        List<String> able =
                kind.statuses().stream().map(RunStatus::word).sorted().toList();
        List<String> asked = words == null
                ? able
                : Arrays.stream(words.split(",", -1))
                        .map(String::strip)
                        .distinct()
                        .toList();
        if (!able.containsAll(asked)) {
            filter.invalid(
                    "status",
                    "Expected `status` to be " + String.join(" or ", able) + ", for that is what a " + kind.word()
                            + " is for; found another word.");
            return List.of();
        }
        return asked.stream().map(RunStatus::of).toList();
    }

    private static Map<String, Object> options(Fields fields, Kind kind) {
        Fields given = fields.inside("options", fields.has("options") ? fields.raw("options") : Map.of());
        Map<String, Object> options = new LinkedHashMap<>();
        if (kind == Kind.CANCEL) {
            String emails = given.optionalOneOf("emails", Cancellation.EMAILS);
            options.put("emails", emails == null ? Cancellation.KEEP : emails);
        } else {
            String version = given.optionalOneOf("version", Retry.VERSIONS);
            options.put("version", version == null ? Retry.SAME_VERSION : version);
            options.put("step_key", given.optionalString("step_key", 1, Blueprint.KEY_LENGTH_MAX));
        }
        return options;
    }

    private Future<BulkAction> found(Call call, UUID id) {
        return BulkActions.find(store.client(), call.projectId(), id).map(BULK_ACTION::existing);
    }

    /** With the first of its runs, to look at before it is started. */
    private Future<Map<String, Object>> told(Call call, UUID id) {
        return found(call, id)
                .compose(action -> BulkActions.items(
                                store.client(), call.projectId(), id, PageRequest.first(SAMPLES_MAX))
                        .map(page -> {
                            Map<String, Object> body = Answer.body("object", "bulk_action");
                            body.putAll(item(action));
                            List<UUID> samples = new ArrayList<>();
                            page.items().forEach(item -> samples.add(item.runId()));
                            body.put("samples", samples);
                            return body;
                        }));
    }

    private static Map<String, Object> item(BulkAction action) {
        return Answer.body(
                "id", action.id(),
                "kind", action.order().kind().word(),
                "status", action.status().word(),
                "reason", action.order().note(),
                "by", action.actor(),
                "filter",
                        Answer.body(
                                "automation_id", action.order().automationId(),
                                "status",
                                        String.join(
                                                ",",
                                                action.order().statuses().stream()
                                                        .map(RunStatus::word)
                                                        .toList())),
                "options", action.order().options(),
                "runs", action.items(),
                "whole", action.isWhole(),
                "done", action.counts().done(),
                "unchanged", action.counts().unchanged(),
                "refused", action.counts().refused(),
                "created_at", PgText.of(action.createdAt()),
                "started_at", PgText.of(action.startedAt()),
                "ended_at", PgText.of(action.endedAt()));
    }

    private Future<Answer> list(Call call) {
        return BulkActions.list(store.client(), call.projectId(), Paging.of(call.query()))
                .map(page -> Answer.list(page, BulkActionResource::item));
    }

    private Future<Answer> get(Call call) {
        return told(call, BULK_ACTION.id(call)).map(Answer::ok);
    }

    private Future<Answer> start(Call call) {
        UUID id = BULK_ACTION.id(call);
        return changed(call, id, actions.start(call.projectId(), id), "started")
                .onSuccess(done -> bell.ring(Address.WAKE_BULK));
    }

    private Future<Answer> abort(Call call) {
        UUID id = BULK_ACTION.id(call);
        return changed(call, id, actions.abort(call.projectId(), id), "aborted");
    }

    private Future<Answer> changed(Call call, UUID id, Future<Boolean> change, String doing) {
        return change.compose(done -> found(call, id).compose(action -> {
                    if (!done) {
                        throw NativeErrors.conflict(
                                BulkActions.conflict(action, doing).message());
                    }
                    return told(call, id);
                }))
                .map(Answer::ok);
    }

    private Future<Answer> items(Call call) {
        UUID id = BULK_ACTION.id(call);
        PageRequest page = Paging.of(call.query());
        return found(call, id)
                .compose(action -> BulkActions.items(store.client(), call.projectId(), id, page))
                .map(items -> Answer.list(items, BulkActionResource::run));
    }

    private static Map<String, Object> run(BulkAction.Item item) {
        return Answer.body(
                "id", item.runId(),
                "result", item.result(),
                "message", item.message(),
                "at", PgText.of(item.at()));
    }
}
