package onward.api.sendrealm;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import onward.api.Answer;
import onward.api.SendrealmWords;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.fact.Uuids;
import onward.flow.graph.Place;
import onward.flow.message.Address;
import onward.store.table.Domains;
import onward.store.table.Domains.Domain;
import onward.store.table.Key;
import onward.store.table.Matching;
import onward.store.table.Publication;
import onward.store.table.StoredAutomation.Draft;
import onward.store.table.Topics;

/**
 * Holds a draft against everything that publishing asks for, and tells all that is wrong at once (contract/sendrealm.md
 * 3.4): the graph, the configs, and what they refer to. Used once.
 */
final class Publishing {
    /** How many problems one refusal tells. */
    static final int PROBLEMS_TOLD_MAX = 100;

    private static final Pattern KEY = Pattern.compile("[a-z0-9_]{1,64}");

    private final UUID projectId;
    private final Publication before;
    private final List<Map<?, ?>> steps = new ArrayList<>();
    private final int offset;
    private final List<Map<String, Object>> details = new ArrayList<>();

    private Publishing(UUID projectId, Publication before) {
        this.projectId = projectId;
        this.before = before;
        if (before.draft().get("steps") instanceof List<?> list) {
            list.forEach(step -> steps.add((Map<?, ?>) step));
        }
        this.offset = triggerIndex();
    }

    private int triggerIndex() {
        for (int i = 0; i < steps.size(); i++) {
            if ("trigger".equals(steps.get(i).get("type"))) {
                return i;
            }
        }
        return -1;
    }

    /** What the draft becomes; fails with the refusal that names every problem. */
    static Future<Draft> check(SqlClient tx, UUID projectId, Publication before) {
        return new Publishing(projectId, before).check(tx);
    }

    private Future<Draft> check(SqlClient tx) {
        words();
        return Future.all(templates(tx), segments(tx), topics(tx))
                .compose(done -> senders(tx))
                .map(this::draft);
    }

    private Draft draft(Map<String, Object> definition) {
        Result<Draft> read = Draft.read(before.name(), true, definition);
        read.problems().forEach(this::told);
        if (!details.isEmpty()) {
            throw SendrealmErrors.unprocessable(
                    details.size() == 1
                            ? "The automation cannot be published: "
                                    + details.get(0).get("message")
                            : "The automation cannot be published: " + details.size() + " problems, see `details`.",
                    details.stream().limit(PROBLEMS_TOLD_MAX).toList());
        }
        return read.value();
    }

    /** A problem of the core, at its place in this dialect's definition. */
    private void told(Problem problem) {
        Place place = Place.of(problem.path());
        String code = problem.kind().name().toLowerCase(Locale.ROOT);
        if (place.isStep() && place.index() < steps.size()) {
            Map<?, ?> step = steps.get(place.index());
            String type = String.valueOf(step.get("type"));
            details.add(
                    detail(at(place.index(), type, place.field()), code, StepWords.sentence(problem.message()), step));
        } else if (place.isConnection()) {
            String field = place.field().equals("type") ? "branch" : place.field();
            details.add(detail(
                    "definition.connections[" + place.index() + "]" + (field.isEmpty() ? "" : "." + field),
                    code,
                    problem.message(),
                    null));
        } else {
            boolean isTrigger = offset < 0 && problem.path().equals("steps");
            details.add(detail(
                    isTrigger ? "definition.trigger" : "definition." + problem.path(),
                    code,
                    isTrigger ? "Expected a trigger with the event that starts a run, found none." : problem.message(),
                    null));
        }
    }

    private String at(int index, String type, String field) {
        String config = field.equals("config") ? "" : field.startsWith("config.") ? field.substring(7) : null;
        if (index == offset) {
            String below = config == null || config.isEmpty() ? "" : "." + StepWords.field(type, config);
            return "definition.trigger" + below;
        }
        String base = "definition.steps[" + (offset >= 0 && index > offset ? index - 1 : index) + "]";
        if (config == null) {
            return field.isEmpty() ? base : base + "." + field;
        }
        return base + ".config" + (config.isEmpty() ? "" : "." + StepWords.field(type, config));
    }

    private static Map<String, Object> detail(String path, String code, String message, Map<?, ?> step) {
        return Answer.body(
                "path", path, "code", code, "message", message, "step_key", step == null ? null : step.get("key"));
    }

    private void wrong(int index, String field, String code, String message) {
        Map<?, ?> step = steps.get(index);
        details.add(detail(at(index, String.valueOf(step.get("type")), field), code, message, step));
    }

    /** What this dialect asks for beyond the native face: keys of its form, and no field that it does not know. */
    private void words() {
        for (int i = 0; i < steps.size(); i++) {
            Map<?, ?> step = steps.get(i);
            boolean isTrigger = i == offset;
            if (!isTrigger && step.get("key") instanceof String key) {
                if (key.equals(SendrealmWords.TRIGGER)) {
                    wrong(i, "key", "conflict", "Expected a step key other than trigger, which is the trigger's own.");
                } else if (!KEY.matcher(key).matches()) {
                    wrong(
                            i,
                            "key",
                            "invalid",
                            "Expected a step key of 1 to 64 characters a-z, 0-9 and _, found another.");
                }
            }
            unknownFields(i, step);
        }
    }

    private void unknownFields(int index, Map<?, ?> step) {
        String type = String.valueOf(step.get("type"));
        if (index == offset || !(StepWords.config(type, step.get("config")) instanceof Map<?, ?> config)) {
            return;
        }
        for (String name : StepWords.unknown(type, config)) {
            details.add(detail(
                    at(index, type, "config") + "." + name,
                    "unknown_field",
                    "Expected fields among " + StepWords.fields(type) + ", found `" + name + "`.",
                    step));
        }
    }

    private interface Found {
        void at(int index, Object value);
    }

    /** Every value of a config field of steps of those types, dots for nesting. */
    private void each(Set<String> types, String field, Found found) {
        for (int i = 0; i < steps.size(); i++) {
            Object value = types.contains(String.valueOf(steps.get(i).get("type")))
                    ? steps.get(i).get("config")
                    : null;
            for (String name : field.split("\\.")) {
                value = value instanceof Map<?, ?> map ? map.get(name) : null;
            }
            if (value != null) {
                found.at(i, value);
            }
        }
    }

    private Future<Void> templates(SqlClient tx) {
        Map<Integer, Key> references = new LinkedHashMap<>();
        each(Set.of("send_email", "send_push"), "template.id", (i, value) -> {
            if (value instanceof String reference) {
                references.put(i, new Key(projectId, reference));
            }
        });
        return references.isEmpty()
                ? Future.succeededFuture()
                : Matching.templates(tx, Set.copyOf(references.values()))
                        .onSuccess(found -> references.forEach((i, key) -> template(i, key, found.get(key))))
                        .mapEmpty();
    }

    private void template(int index, Key key, Matching.Found found) {
        if (found == null) {
            wrong(index, "config.template.id", "not_found", "Template version '" + key.name() + "' was not found.");
        } else if (found.versionId() == null) {
            wrong(
                    index,
                    "config.template.id",
                    "not_published",
                    "Expected a published template version, found '" + key.name() + "', which was never published.");
        }
    }

    private Future<Void> segments(SqlClient tx) {
        Map<Integer, UUID> ids = ids(Set.of("add_to_segment", "remove_from_segment"), "segment_id");
        var refs =
                ids.values().stream().map(id -> new Matching.Ref(projectId, id)).collect(Collectors.toSet());
        return refs.isEmpty()
                ? Future.succeededFuture()
                : Matching.segments(tx, refs)
                        .onSuccess(found -> ids.forEach((i, id) -> {
                            if (!found.contains(new Matching.Ref(projectId, id))) {
                                wrong(i, "config.segment_id", "not_found", "Audience '" + id + "' was not found.");
                            }
                        }))
                        .mapEmpty();
    }

    private Future<Void> topics(SqlClient tx) {
        Map<Integer, UUID> ids = ids(Set.of("topic_update", "send_email"), "topic_id");
        return ids.isEmpty()
                ? Future.succeededFuture()
                : Topics.hold(tx, projectId, Set.copyOf(ids.values()))
                        .onSuccess(found -> ids.forEach((i, id) -> {
                            if (!found.contains(id)) {
                                wrong(i, "config.topic_id", "not_found", "Topic '" + id + "' was not found.");
                            }
                        }))
                        .mapEmpty();
    }

    private Map<Integer, UUID> ids(Set<String> types, String field) {
        Map<Integer, UUID> ids = new HashMap<>();
        each(
                types,
                field,
                (i, value) ->
                        Uuids.read(value instanceof String text ? text : null).ifPresent(id -> ids.put(i, id)));
        return ids;
    }

    /** The definition with a sender in the place of each {@code domain_id}. */
    private Future<Map<String, Object>> senders(SqlClient tx) {
        Map<Integer, Object> wanted = new LinkedHashMap<>();
        each(Set.of("send_email"), "domain_id", wanted::put);
        List<Object> resolved = new ArrayList<>(steps);
        Future<Void> done = Future.succeededFuture();
        for (Map.Entry<Integer, Object> one : wanted.entrySet()) {
            Optional<UUID> id = Uuids.read(one.getValue() instanceof String text ? text : null);
            done = done.compose(before -> id.isEmpty()
                            ? Future.succeededFuture(Optional.<Domain>empty())
                            : Domains.find(tx, projectId, id.get()))
                    .map(domain -> {
                        sender(one.getKey(), domain.orElse(null), resolved);
                        return null;
                    });
        }
        return done.map(all -> {
            Map<String, Object> definition = new LinkedHashMap<>(before.draft());
            definition.put("steps", resolved);
            return definition;
        });
    }

    private void sender(int index, Domain domain, List<Object> resolved) {
        Map<String, Object> config = StepWords.copy((Map<?, ?>) steps.get(index).get("config"));
        Object id = config.remove("domain_id");
        if (domain == null) {
            wrong(index, "config.domain_id", "not_found", "Domain '" + id + "' was not found.");
        } else if (!domain.status().equals(Domains.VERIFIED)) {
            wrong(
                    index,
                    "config.domain_id",
                    "not_verified",
                    "Expected a verified domain, found " + domain.name() + ".");
        } else if (config.get("from") == null) {
            config.put("from", "no-reply@" + domain.name());
        } else if (config.get("from") instanceof String from && isElsewhere(from, domain.name())) {
            wrong(
                    index,
                    "config.from",
                    "conflict",
                    "Expected a sender at " + domain.name() + ", found another domain.");
        }
        Map<String, Object> step = StepWords.copy(steps.get(index));
        step.put("config", config);
        resolved.set(index, step);
    }

    private static boolean isElsewhere(String from, String domain) {
        Result<Address> address = Address.read(from);
        return address.isOk()
                && !address.value().email().toLowerCase(Locale.ROOT).endsWith("@" + domain);
    }
}
