package onward.app.code;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.api.TopicResource;
import onward.flow.fact.EventName;
import onward.flow.fact.Problem;
import onward.flow.fact.Schema;
import onward.store.table.Drafts;
import onward.store.table.TemplateDraft;
import onward.store.table.TemplateText;
import onward.store.table.Topics;

/**
 * Reads the fields of one thing into their canonical form: what is not given is left out, what has a default has it.
 * Of an automation the steps stay as they are; they are looked at once it is known what they name.
 */
final class Shape {
    static final String PUBLISHED = "published";
    static final String DRAFT = "draft";
    static final String ENABLED = "enabled";
    static final String DISABLED = "disabled";

    private final Kind kind;
    private final Map<String, Object> fields;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Object> body = new LinkedHashMap<>();

    private Shape(Kind kind, Map<String, Object> fields) {
        this.kind = kind;
        this.fields = fields;
    }

    /** The fields in canonical form, and everything that keeps the server from taking them. */
    record Read(Map<String, Object> body, List<Problem> problems) {}

    static Read of(Kind kind, Map<String, Object> fields) {
        var shape = new Shape(kind, fields);
        shape.read();
        return new Read(shape.body, shape.problems);
    }

    private void read() {
        switch (kind) {
            case EVENT -> event();
            case TOPIC -> topic();
            case SEGMENT -> name(Drafts.NAME_CHARS_MAX);
            case TEMPLATE -> template();
            case AUTOMATION -> automation();
        }
    }

    private void event() {
        String name = needed("name");
        if (name != null) {
            EventName.problem("name", name).ifPresent(problems::add);
        }
        Object schema = fields.get("schema");
        if (schema instanceof Map<?, ?> map) {
            problems.addAll(Schema.read(Plain.object(map)).problems());
            body.put("schema", schema);
        } else if (schema != null) {
            wrong("schema", "Expected fields and their types");
        }
    }

    private void topic() {
        name(TopicResource.TOPIC_NAME_CHARS_MAX);
        length("description", text("description"), TopicResource.TOPIC_DESCRIPTION_CHARS_MAX);
        word("default_subscription", null, List.of(Topics.OPT_IN, Topics.OPT_OUT));
        word("visibility", Topics.PRIVATE, List.of(Topics.PUBLIC, Topics.PRIVATE));
    }

    private void template() {
        needed("name");
        text("alias");
        word("status", PUBLISHED, List.of(PUBLISHED, DRAFT));
        text("from");
        text("subject");
        List<String> replyTo = replyTo();
        List<Map<String, Object>> variables = variables();
        needed("html");
        text("text");
        if (problems.isEmpty()) {
            var texts = new TemplateText(
                    (String) body.get("from"),
                    (String) body.get("subject"),
                    replyTo,
                    (String) body.get("html"),
                    (String) body.get("text"),
                    variables);
            problems.addAll(new TemplateDraft((String) body.get("name"), (String) body.get("alias"), texts).problems());
        }
    }

    private List<String> replyTo() {
        Object given = fields.get("reply_to");
        List<?> items = given instanceof String one ? List.of(one) : given instanceof List<?> list ? list : List.of();
        if (given != null && !(given instanceof String) && !(given instanceof List)
                || !items.stream().allMatch(String.class::isInstance)) {
            wrong("reply_to", "Expected addresses");
            return List.of();
        }
        if (!items.isEmpty()) {
            body.put("reply_to", items);
        }
        return items.stream().map(String.class::cast).toList();
    }

    private List<Map<String, Object>> variables() {
        Object given = fields.get("variables");
        List<Map<String, Object>> variables = new ArrayList<>();
        for (Map<String, Object> one : Plain.objects(given)) {
            boolean isDeclared = one.get("key") instanceof String && one.get("type") instanceof String;
            if (isDeclared) {
                variables.add(variable(one));
            }
        }
        if (given != null && !(given instanceof List<?> list && list.size() == variables.size())) {
            wrong("variables", "Expected variables, each with a key and a type");
        }
        if (!variables.isEmpty()) {
            body.put("variables", variables);
        }
        return variables;
    }

    private static Map<String, Object> variable(Map<String, Object> given) {
        Map<String, Object> variable = new LinkedHashMap<>();
        for (String field : List.of("key", "type", "fallback_value")) {
            if (given.get(field) != null) {
                variable.put(field, given.get(field));
            }
        }
        return variable;
    }

    private void automation() {
        name(Drafts.NAME_CHARS_MAX);
        word("status", DISABLED, List.of(ENABLED, DISABLED));
        for (String field : List.of("entry", "exit", "steps", "connections")) {
            if (fields.get(field) != null) {
                body.put(field, fields.get(field));
            }
        }
    }

    private void name(int charsMax) {
        length("name", needed("name"), charsMax);
    }

    private void length(String field, String text, int charsMax) {
        if (text != null && text.codePointCount(0, text.length()) > charsMax) {
            wrong(field, "Expected at most " + charsMax + " characters");
        }
    }

    private void word(String field, String byDefault, List<String> words) {
        Object given = fields.getOrDefault(field, byDefault);
        body.put(field, given);
        if (!words.contains(given)) {
            wrong(field, "Expected " + String.join(" or ", words));
        }
    }

    private String needed(String field) {
        String text = text(field);
        if (text == null || text.isBlank()) {
            wrong(field, "Expected a text");
        }
        return text;
    }

    private String text(String field) {
        Object given = fields.get(field);
        if (given instanceof String text) {
            body.put(field, text);
            return text;
        }
        if (given != null) {
            wrong(field, "Expected a text");
        }
        return null;
    }

    private void wrong(String field, String expected) {
        Object given = fields.get(field);
        problems.add(Problem.invalid(
                field, expected + " in `" + field + "`, found " + (given == null ? "none." : "something else.")));
    }
}
