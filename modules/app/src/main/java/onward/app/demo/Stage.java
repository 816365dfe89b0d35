package onward.app.demo;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import onward.flow.fact.Ids;
import onward.flow.fact.Result;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.store.Store;
import onward.store.table.Automations;
import onward.store.table.StoredAutomation.Draft;
import onward.store.table.TemplateHead;
import onward.store.table.TemplateRef;
import onward.store.table.TemplateText;
import onward.store.table.Templates;

/** The demo's templates and automations, made in one transaction: all of them, or, when they are there, none. */
final class Stage {
    private final Store store;
    private final UUID projectId;
    private final Ids ids = Ids.from(new SecureRandom());
    private final Map<String, Object> plan = Resources.read(Resources.text("demo.json"));

    Stage(Store store, UUID projectId) {
        this.store = store;
        this.projectId = projectId;
    }

    /** True when this call made them. */
    Future<Boolean> build() {
        return store.transaction(tx -> isBuilt(tx)
                .compose(built -> built
                        ? Future.succeededFuture(false)
                        : store.now(tx).compose(now -> buildAll(tx, now)).map(true)));
    }

    private Future<Boolean> isBuilt(SqlConnection tx) {
        var first = Resources.object(list("templates").get(0));
        return Templates.find(tx, projectId, new TemplateRef(null, (String) first.get("alias")))
                .map(Optional::isPresent);
    }

    private Future<Void> buildAll(SqlConnection tx, Instant now) {
        return each("templates", template -> publish(tx, template, now))
                .compose(done -> each("automations", automation -> enable(tx, automation, now)));
    }

    private Future<Void> publish(SqlConnection tx, Map<String, Object> template, Instant now) {
        var head = new TemplateHead(
                ids.next(now),
                (String) template.get("alias"),
                (String) template.get("name"),
                ids.next(now),
                null,
                null,
                now,
                now);
        return Templates.create(tx, projectId, head, text(template, now), now)
                .compose(done -> Templates.publish(tx, projectId, head.id(), now));
    }

    private TemplateText text(Map<String, Object> template, Instant now) {
        List<Map<String, Object>> variables = ((List<?>) template.get("variables"))
                .stream()
                        .map(variable -> variable(Resources.object(variable), now))
                        .toList();
        return new TemplateText(
                (String) template.get("from"),
                (String) template.get("subject"),
                List.of(),
                Resources.text((String) template.get("html")),
                null,
                variables);
    }

    private Map<String, Object> variable(Map<String, Object> declared, Instant now) {
        Map<String, Object> variable = new LinkedHashMap<>();
        variable.put("id", ids.next(now).toString());
        variable.putAll(declared);
        variable.put("created_at", now.toString());
        variable.put("updated_at", now.toString());
        return variable;
    }

    private Future<Void> enable(SqlConnection tx, Map<String, Object> automation, Instant now) {
        Result<Automation> read = Blueprint.read(automation);
        if (!read.isOk()) {
            return Future.failedFuture("demo.json: " + read.problems());
        }
        Automation graph = read.value();
        var draft = new Draft((String) automation.get("name"), true, graph.triggerEvent(), graph.toDefinition());
        return Automations.create(tx, projectId, draft, now, ids).mapEmpty();
    }

    private Future<Void> each(String kind, Function<Map<String, Object>, Future<Void>> make) {
        Future<Void> all = Future.succeededFuture();
        for (Object item : list(kind)) {
            all = all.compose(done -> make.apply(Resources.object(item)));
        }
        return all;
    }

    private List<?> list(String kind) {
        return (List<?>) plan.get(kind);
    }
}
