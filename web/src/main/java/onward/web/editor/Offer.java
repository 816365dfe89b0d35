package onward.web.editor;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import onward.flow.graph.Blueprint;
import onward.flow.message.MailEvent;
import onward.flow.rule.Operator;
import onward.flow.step.StepType;
import onward.flow.step.StepTypes;
import onward.store.PageRequest;
import onward.store.json.JsonWriter;
import onward.store.table.EventTypes;
import onward.store.table.Segments;
import onward.store.table.TemplateHead;
import onward.store.table.Templates;
import onward.store.table.Topics;
import onward.web.graph.Pictures;

/**
 * What the editor's script makes forms and lists of: the step types as they describe themselves, the operators of
 * rules, and the newest templates, events, segments and topics. What is not among those can be typed.
 *
 * @param json all of it
 */
record Offer(String json) {

    /** How many of each list are offered. */
    static final int LISTED_MAX = PageRequest.LIMIT_MAX;

    private static final PageRequest NEWEST = PageRequest.first(LISTED_MAX);

    static Future<Offer> find(SqlClient client, UUID projectId) {
        Map<String, Object> offer = new LinkedHashMap<>();
        offer.put("steps_max", Blueprint.STEPS_MAX);
        offer.put("types", StepTypes.ALL.stream().map(Offer::type).toList());
        offer.put("operators", Stream.of(Operator.values()).map(Offer::operator).toList());
        return EventTypes.list(client, projectId, NEWEST)
                .onSuccess(page -> offer.put(
                        "events",
                        Stream.concat(
                                        page.items().stream().map(event -> item(event.name(), "")),
                                        MailEvent.TOLD.stream()
                                                .sorted()
                                                .map(kind -> item(MailEvent.PREFIX + kind, "of this server's mails")))
                                .toList()))
                .compose(done -> Templates.list(client, projectId, NEWEST))
                .onSuccess(page -> offer.put(
                        "templates", page.items().stream().map(Offer::template).toList()))
                .compose(done -> Segments.list(client, projectId, NEWEST))
                .onSuccess(page -> offer.put(
                        "segments",
                        page.items().stream()
                                .map(segment -> item(segment.id().toString(), segment.name()))
                                .toList()))
                .compose(done -> Topics.list(client, projectId, NEWEST))
                .onSuccess(page -> offer.put(
                        "topics",
                        page.items().stream()
                                .map(topic -> item(topic.id().toString(), topic.name()))
                                .toList()))
                .map(done -> new Offer(JsonWriter.write(offer)));
    }

    private static Map<String, Object> type(StepType type) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", type.name());
        told.put("title", Pictures.title(type.name()));
        told.put("explanation", type.explanation());
        told.put("blank", type.blank());
        told.put("branches", type.branchesOf(type.blank()));
        told.put("example", type.example());
        told.put("fields", type.fields().stream().map(Offer::field).toList());
        return told;
    }

    private static Map<String, Object> field(StepType.Field field) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", field.name());
        told.put("kind", field.kind().name());
        told.put("takes", field.kind().words());
        told.put("choices", field.kind().choices());
        told.put("required", field.isRequired());
        told.put("explanation", field.explanation());
        return told;
    }

    private static Map<String, Object> operator(Operator operator) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("word", operator.word());
        told.put("sign", Pictures.sign(operator));
        told.put("takes", operator.takes());
        told.put("alone", operator.asksForPresence());
        told.put("explanation", operator.explanation());
        return told;
    }

    private static Map<String, Object> template(TemplateHead template) {
        List<String> words = new ArrayList<>(List.of(template.name()));
        if (!template.isPublished()) {
            words.add("not published");
        }
        return item(template.alias() == null ? template.id().toString() : template.alias(), String.join(", ", words));
    }

    private static Map<String, Object> item(String value, String words) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("value", value);
        item.put("words", words);
        return item;
    }
}
