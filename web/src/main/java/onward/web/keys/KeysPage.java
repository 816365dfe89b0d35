package onward.web.keys;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.fact.Problem;
import onward.flow.fact.Uuids;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.table.ApiKeys;
import onward.store.table.ApiKeys.ApiKey;
import onward.store.table.Domains;
import onward.store.table.NewKey;
import onward.web.keys.KeysView.DomainRow;
import onward.web.keys.KeysView.Row;
import onward.web.keys.KeysView.Typed;
import onward.web.ui.Commands;
import onward.web.ui.FormAgain;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.Paged;
import onward.web.ui.ProblemRow;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code /dashboard/api-keys[?after=<id>]}: keys are listed, made and revoked. */
public final class KeysPage {
    private static final String PATH = "/dashboard/api-keys";
    private static final Typed NOTHING = new Typed("", ApiKeys.FULL_ACCESS, "");

    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    public KeysPage(Store store) {
        this.store = store;
    }

    public Future<Shown> show(Visit visit) {
        return shown(visit, NOTHING, List.of());
    }

    private Future<Shown> shown(Visit visit, Typed typed, List<Problem> problems) {
        var page = Paged.of(
                visit,
                PATH,
                "API key",
                request -> ApiKeys.list(store.client(), visit.projectId(), request),
                ApiKey::id,
                key -> row(key, visit.now()));
        var domains = Domains.list(store.client(), visit.projectId(), PageRequest.first(PageRequest.LIMIT_MAX))
                .map(found -> found.items().stream()
                        .map(domain -> new DomainRow(domain.id().toString(), domain.name()))
                        .toList());
        return Future.all(page, domains)
                .map(all -> new Shown(
                        "api-keys",
                        "api-keys",
                        new KeysView(page.result(), domains.result(), typed, ProblemRow.of(problems))));
    }

    private static Row row(ApiKey key, Instant now) {
        return new Row(
                key.id().toString(),
                key.name().isBlank() ? "(without a name)" : key.name(),
                key.hint(),
                words(key.permission()),
                key.sendingDomain(),
                Moment.of(key.createdAt(), now),
                Moment.of(key.lastUsedAt(), now));
    }

    private static String words(String permission) {
        return permission.equals(ApiKeys.SENDING_ACCESS) ? "sends emails only" : "full access";
    }

    /** {@code POST /dashboard/api-keys}: the answer is the only page that ever shows the token. */
    public Future<Shown> create(Visit visit) {
        var typed = new Typed(visit.field("name").strip(), visit.field("permission"), visit.field("domain_id"));
        UUID domainId = Uuids.read(typed.domainId()).orElse(null);
        var wanted = new NewKey(typed.name(), typed.permission(), domainId);
        if (!wanted.problems().isEmpty()) {
            return again(visit, typed, wanted.problems());
        }
        return store.transaction(
                        tx -> store.now(tx).compose(now -> ApiKeys.create(tx, visit.projectId(), wanted, now, ids)))
                .compose(made -> made.isEmpty()
                        ? again(visit, typed, List.of(Problem.notFound("There is no such domain.")))
                        : Future.succeededFuture(new Shown(
                                "api-key",
                                "api-keys",
                                new KeyView(
                                        typed.name(),
                                        made.get().token(),
                                        Commands.firstEvent(visit.context().request())))));
    }

    private Future<Shown> again(Visit visit, Typed typed, List<Problem> problems) {
        return shown(visit, typed, problems).compose(page -> Future.failedFuture(new FormAgain(page)));
    }

    /** {@code POST /dashboard/api-keys/<id>/delete}: from the next request on nobody comes in with it. */
    public Future<String> revoke(Visit visit) {
        return ApiKeys.delete(store.client(), visit.projectId(), visit.pathId("API key"))
                .map(found -> {
                    if (!found) {
                        throw PageProblem.absent("API key");
                    }
                    return PATH;
                });
    }
}
