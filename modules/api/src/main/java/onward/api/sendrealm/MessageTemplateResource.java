package onward.api.sendrealm;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import onward.api.Answer;
import onward.api.Call;
import onward.api.Fields;
import onward.api.IsoMillis;
import onward.api.NativeErrors;
import onward.api.Paging;
import onward.api.Routes;
import onward.flow.fact.Ids;
import onward.flow.message.Template;
import onward.flow.message.TemplateCheck;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.table.StoredTemplate;
import onward.store.table.TemplateDraft;
import onward.store.table.TemplateHead;
import onward.store.table.TemplateRef;
import onward.store.table.TemplateText;
import onward.store.table.TemplateVariables;
import onward.store.table.Templates;

/**
 * {@code /templates} of the channel email (contract/sendrealm.md 7). A step pins a published version by its id; the
 * preview text becomes a hidden line at the head of the HTML, and what only an editor needs is not kept.
 */
final class MessageTemplateResource {
    private static final int PREVIEW_CHARS_MAX = 500;
    private static final String EMAIL = "email";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\{\\s*(\\w{1,50})\\s*}}}");

    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    MessageTemplateResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.post("/templates", this::create)
                .get("/templates", this::list)
                .get("/templates/:templateId", this::get)
                .post("/templates/:templateId/publish", this::publish);
    }

    private Future<Answer> create(Call call) {
        Fields fields = call.fields();
        return call.now()
                .compose(now -> Templates.create(store.client(), call.projectId(), read(fields, now, ids), now, ids))
                .compose(id -> find(call, id))
                .compose(made -> shown(call, made))
                .map(data -> Answer.created(Answer.body("data", data)));
    }

    private static TemplateDraft read(Fields fields, Instant now, Ids ids) {
        String name = fields.string("name", 1, TemplateDraft.NAME_CHARS_MAX);
        fields.oneOf("channel", List.of(EMAIL));
        String subject = fields.optionalString("subject_template", 0, TemplateDraft.SUBJECT_CHARS_MAX);
        String preview = fields.optionalString("preview_text", 0, PREVIEW_CHARS_MAX);
        String html = fields.string("rendered_html", 1, TemplateDraft.HTML_CHARS_MAX);
        String text = fields.optionalString("rendered_text", 0, TemplateDraft.TEXT_CHARS_MAX);
        fields.check();
        var variables = TemplateVariables.of(variables(Stream.of(subject, html, text)), List.of(), now, ids);
        var draft = new TemplateDraft(
                name, null, new TemplateText(null, subject, List.of(), previewed(preview, html), text, variables));
        fields.add(draft.problems());
        fields.check();
        return draft;
    }

    /** The dialect declares no variables: whatever the texts name is one, and empty where a step gives it no value. */
    private static List<Template.Variable> variables(Stream<String> texts) {
        return texts.filter(Objects::nonNull)
                .flatMap(text -> PLACEHOLDER.matcher(text).results())
                .map(found -> found.group(1))
                .filter(key -> !TemplateCheck.RESERVED.contains(key))
                .distinct()
                .map(key -> new Template.Variable(key, "string", ""))
                .toList();
    }

    /** What mail programs show beside the subject. */
    private static String previewed(String preview, String html) {
        return preview == null || preview.isBlank()
                ? html
                : "<div style=\"display:none;max-height:0;overflow:hidden\">" + escaped(preview) + "</div>" + html;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private Future<Answer> list(Call call) {
        String channel = call.query().get("channel").orElse(EMAIL);
        if (!channel.equals(EMAIL)) {
            throw NativeErrors.validation("Expected `channel` to be email, found another word.");
        }
        Boolean published = call.query()
                .get("status")
                .map(MessageTemplateResource::isActive)
                .orElse(null);
        PageRequest request = Paging.of(call.query());
        return Templates.list(store.client(), call.projectId(), published, PublicationResource.search(call), request)
                .map(page -> Pages.list(request, page, MessageTemplateResource::item, TemplateHead::id));
    }

    private static Boolean isActive(String word) {
        if (!word.equals("active") && !word.equals("draft")) {
            throw NativeErrors.validation("Expected `status` to be active or draft, found another word.");
        }
        return word.equals("active");
    }

    private Future<Answer> get(Call call) {
        return find(call, call.uuid("templateId"))
                .compose(found -> shown(call, found))
                .map(data -> Answer.ok(Answer.body("data", data)));
    }

    private Future<Answer> publish(Call call) {
        return find(call, call.uuid("templateId"))
                .compose(found -> call.now()
                        .compose(now -> Templates.publish(
                                store.client(), call.projectId(), found.head().id(), now))
                        .compose(done -> find(call, found.head().id())))
                .compose(found -> shown(call, found))
                .map(data -> Answer.ok(Answer.body("data", data)));
    }

    private Future<StoredTemplate> find(Call call, UUID id) {
        return Templates.find(store.client(), call.projectId(), new TemplateRef(id, id.toString()))
                .map(MessageTemplateResource::existing);
    }

    private static StoredTemplate existing(Optional<StoredTemplate> found) {
        return found.orElseThrow(() -> NativeErrors.notFound("Template not found"));
    }

    private Future<Map<String, Object>> shown(Call call, StoredTemplate template) {
        TemplateHead head = template.head();
        Map<String, Object> body = item(head);
        body.put("subject_template", template.text().subject());
        body.put("rendered_html", template.text().html());
        body.put("rendered_text", template.text().text());
        if (!head.isPublished()) {
            return Future.succeededFuture(body);
        }
        return Templates.number(store.client(), call.projectId(), head.publishedVersionId())
                .map(number -> {
                    body.put(
                            "current_published_version",
                            Answer.body(
                                    "id",
                                    head.publishedVersionId(),
                                    "version_number",
                                    number,
                                    "state",
                                    "published",
                                    "published_at",
                                    IsoMillis.of(head.publishedAt())));
                    return body;
                });
    }

    private static Map<String, Object> item(TemplateHead head) {
        return Answer.body(
                "id", head.id(),
                "name", head.name(),
                "channel", EMAIL,
                "status", head.isPublished() ? "active" : "draft",
                "current_published_version",
                        head.isPublished()
                                ? Answer.body(
                                        "id", head.publishedVersionId(),
                                        "state", "published",
                                        "published_at", IsoMillis.of(head.publishedAt()))
                                : null,
                "created_at", IsoMillis.of(head.createdAt()),
                "updated_at", IsoMillis.of(head.updatedAt()));
    }
}
