package onward.api.sendrealm;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import onward.api.Answer;
import onward.api.Call;
import onward.api.Fields;
import onward.api.NativeErrors;
import onward.api.Paging;
import onward.api.Refusal;
import onward.api.Routes;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.table.Domains;
import onward.store.table.Publication;
import onward.store.table.Publication.Status;
import onward.store.table.Publications;
import onward.store.table.StoredAutomation.Draft;

/**
 * {@code /automations}: drafts that go live when they are published (contract/sendrealm.md 3). Pausing keeps new runs
 * from starting, and those in flight finish, as on the native face; what is archived is not published again.
 */
final class PublicationResource {
    private static final int SEARCH_CHARS_MAX = 255;

    private final Store store;
    private final Publications publications;

    PublicationResource(Store store) {
        this.store = store;
        this.publications = new Publications(store);
    }

    void register(Routes routes) {
        routes.post("/automations", this::create)
                .get("/automations", this::list)
                .get("/automations/:automationId", this::get)
                .patch("/automations/:automationId", this::edit)
                .post("/automations/:automationId/validate", this::validate)
                .post("/automations/:automationId/publish", this::publish)
                .post("/automations/:automationId/pause", this::pause)
                .post("/automations/:automationId/archive", this::archive);
    }

    private Future<Answer> create(Call call) {
        return publications
                .create(call.projectId(), PublicationBody.ofNew(call.fields()))
                .compose(id -> find(call, id))
                .compose(made -> shown(call, made))
                .map(data -> Answer.created(Answer.body("data", data)));
    }

    private Future<Answer> list(Call call) {
        Status status =
                call.query().get("status").map(PublicationResource::status).orElse(null);
        String search = search(call);
        PageRequest request = Paging.of(call.query());
        return Publications.list(store.client(), call.projectId(), status, search, request)
                .map(page -> Pages.list(request, page, PublicationView::item, Publication::id));
    }

    private static Status status(String word) {
        return Arrays.stream(Status.values())
                .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> NativeErrors.validation(
                        "Expected `status` to be one of active, draft, paused and archived, found another word."));
    }

    /** Part of a name to look for; null for none. */
    static String search(Call call) {
        String search =
                call.query().get("search").filter(text -> !text.isBlank()).orElse(null);
        if (search != null && search.length() > SEARCH_CHARS_MAX) {
            throw NativeErrors.validation(
                    "Expected at most " + SEARCH_CHARS_MAX + " characters in `search`, found more.");
        }
        return search;
    }

    private Future<Answer> get(Call call) {
        return find(call, call.uuid("automationId")).compose(found -> answered(call, found));
    }

    private Future<Answer> edit(Call call) {
        Fields fields = call.fields();
        return publications
                .edit(call.projectId(), call.uuid("automationId"), PublicationBody.ofUpdate(fields))
                .map(PublicationResource::existing)
                .compose(after -> answered(call, after));
    }

    private Future<Answer> publish(Call call) {
        UUID projectId = call.projectId();
        return publications
                .publish(projectId, call.uuid("automationId"), (tx, before) -> publishable(tx, projectId, before))
                .map(PublicationResource::existing)
                .compose(after -> answered(call, after));
    }

    /** What publishing would say, without doing it. */
    private Future<Answer> validate(Call call) {
        UUID projectId = call.projectId();
        UUID id = call.uuid("automationId");
        return store.transaction(tx -> Publications.find(tx, projectId, id)
                        .map(PublicationResource::existing)
                        .compose(found -> Publishing.check(tx, projectId, found))
                        .map(List.<Map<String, Object>>of()))
                .recover(fault -> fault instanceof Refusal refusal && SendrealmErrors.isUnprocessable(refusal)
                        ? Future.succeededFuture(refusal.problems())
                        : Future.failedFuture(fault))
                .map(problems ->
                        Answer.ok(Answer.body("data", Answer.body("valid", problems.isEmpty(), "problems", problems))));
    }

    private static Future<Optional<Draft>> publishable(SqlClient tx, UUID projectId, Publication before) {
        return before.status() == Status.ARCHIVED
                ? Future.failedFuture(
                        SendrealmErrors.conflict(
                                "Expected an automation that is not archived, found an archived one, which is not published again."))
                : Publishing.check(tx, projectId, before).map(Optional::of);
    }

    private Future<Answer> pause(Call call) {
        return publications
                .pause(call.projectId(), call.uuid("automationId"), (tx, before) -> pausable(before))
                .map(PublicationResource::existing)
                .compose(after -> draining(call, after));
    }

    private static Future<Optional<Draft>> pausable(Publication before) {
        boolean isFine = before.status() == Status.ACTIVE || before.status() == Status.PAUSED;
        return isFine
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(
                        SendrealmErrors.conflict("Expected an active automation to pause, found one that is "
                                + before.status().name().toLowerCase(Locale.ROOT) + "."));
    }

    private Future<Answer> archive(Call call) {
        boolean cancels =
                call.query().get("cancel_runs").map(PublicationResource::truth).orElse(false);
        return publications
                .archive(call.projectId(), call.uuid("automationId"), cancels)
                .map(PublicationResource::existing)
                .compose(after -> cancels ? answered(call, after) : draining(call, after));
    }

    private static boolean truth(String word) {
        if (!word.equals("true") && !word.equals("false")) {
            throw NativeErrors.validation("Expected `cancel_runs` to be true or false, found another word.");
        }
        return word.equals("true");
    }

    private Future<Publication> find(Call call, UUID id) {
        return Publications.find(store.client(), call.projectId(), id).map(PublicationResource::existing);
    }

    private static Publication existing(Optional<Publication> found) {
        return found.orElseThrow(() -> NativeErrors.notFound("Automation not found"));
    }

    private Future<Answer> answered(Call call, Publication publication) {
        return shown(call, publication).map(data -> Answer.ok(Answer.body("data", data)));
    }

    /** Says what becomes of the runs in flight, which other services answer differently. */
    private Future<Answer> draining(Call call, Publication publication) {
        return shown(call, publication).map(data -> {
            data.put("in_flight", "draining");
            return Answer.ok(Answer.body("data", data));
        });
    }

    private Future<Map<String, Object>> shown(Call call, Publication publication) {
        return domainIds(call, publication).map(ids -> PublicationView.whole(publication, ids));
    }

    /** Asked for only where some step has a sender of its own. */
    private Future<Map<String, Object>> domainIds(Call call, Publication publication) {
        boolean hasSender = publication.draft().get("steps") instanceof List<?> steps
                && steps.stream().anyMatch(PublicationResource::hasSender);
        return !hasSender
                ? Future.succeededFuture(Map.of())
                : Domains.list(store.client(), call.projectId(), PageRequest.first(PageRequest.LIMIT_MAX))
                        .map(page -> page.items().stream()
                                .collect(Collectors.toMap(
                                        domain -> domain.name(),
                                        domain -> (Object) domain.id(),
                                        (one, other) -> one,
                                        HashMap::new)));
    }

    private static boolean hasSender(Object step) {
        return step instanceof Map<?, ?> map
                && map.get("config") instanceof Map<?, ?> config
                && config.get("from") != null;
    }
}
