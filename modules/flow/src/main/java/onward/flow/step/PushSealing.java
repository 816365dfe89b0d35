package onward.flow.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import onward.flow.fact.Contact;
import onward.flow.fact.Device;
import onward.flow.fact.Scope;
import onward.flow.fact.Values;
import onward.flow.message.CompiledText;
import onward.flow.message.Envelope;
import onward.flow.message.Push;
import onward.flow.message.Template;

/** One push in the making: gathers texts and values, and seals an envelope for each device or says what is missing. */
final class PushSealing {
    private static final String MISSING = "missing_required_field";
    private static final String INVALID = "validation_error";

    private final SendPush step;
    private final Context context;
    private final Contact contact;
    private final Scope scope;
    private final Template template;

    /** The first key of each text of the step's own that has no value. */
    private final Set<String> lacking = new TreeSet<>();

    PushSealing(SendPush step, Context context) {
        this.step = step;
        this.context = context;
        this.contact = context.facts().contact();
        this.scope = context.scope();
        this.template = step.templateId() == null
                ? null
                : context.facts().catalogue().published().get(step.templateId());
    }

    Outcome outcome() {
        List<Device> devices = context.facts().catalogue().devices().stream()
                .filter(device -> step.platforms() == null || step.platforms().contains(device.platform()))
                .toList();
        if (devices.isEmpty()) {
            return new Outcome.Skip(nobody());
        }
        if (step.templateId() == null) {
            return fill(devices, Map.of());
        }
        if (template == null) {
            return TemplateUse.none(step.templateId(), context);
        }
        var use = new TemplateUse(template, step.variables(), context);
        Map<String, Object> values = use.values();
        return use.problem(values).orElseGet(() -> fill(devices, values));
    }

    private Map<String, Object> nobody() {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("reason", "no_device");
        if (step.platforms() != null) {
            output.put("platforms", step.platforms());
        }
        return output;
    }

    private Outcome fill(List<Device> devices, Map<String, Object> variables) {
        Map<String, Object> values = withContact(variables);
        CompiledText subject = template == null ? null : template.compiled().subject();
        CompiledText plain = template == null ? null : template.compiled().text();
        String title = text(step.title(), subject, values);
        String body = text(step.body(), plain, values);
        var push = new Push(null, null, url(step.launchUrl()), url(step.imageUrl()), data(), null);
        if (!lacking.isEmpty()) {
            return Outcome.stop(
                    INVALID,
                    "Expected a value for `" + lacking.iterator().next() + "` in the push, found none. Give its"
                            + " placeholder a fallback, like {{{contact.first_name|there}}}.");
        }
        if (title == null || title.isBlank()) {
            return Outcome.stop(MISSING, "Expected a title in the step, or a subject in its template, found none.");
        }
        if (body == null || body.isBlank()) {
            return Outcome.stop(MISSING, "Expected a body in the step, or a plain text in its template, found none.");
        }
        return problem(title, body, push)
                .map(words -> Outcome.stop(INVALID, words))
                .orElseGet(() -> seal(devices, title, body, push));
    }

    /** The reserved keys of a template that make sense in a push. */
    private Map<String, Object> withContact(Map<String, Object> variables) {
        Map<String, Object> values = new LinkedHashMap<>(variables);
        if (template != null) {
            values.put("FIRST_NAME", contact.firstName());
            values.put("LAST_NAME", contact.lastName());
            values.put("EMAIL", contact.email());
            values.put("contact", scope.contactFields());
        }
        return values;
    }

    /** The step's own text, else the template's; null when neither has one. */
    private String text(String own, CompiledText ofTemplate, Map<String, Object> values) {
        if (own != null) {
            return rendered(own, Values::text);
        }
        return ofTemplate == null ? null : ofTemplate.render(values);
    }

    private String url(String own) {
        return own == null ? null : rendered(own, HttpRequest::encoded);
    }

    private String rendered(String text, Function<Object, String> encoder) {
        return CompiledText.of(text).render(key -> scope.find(key).value(), encoder, lacking::add);
    }

    private Map<String, Object> data() {
        return step.data() == null ? Map.of() : step.data().resolve(scope);
    }

    private Optional<String> problem(String title, String body, Push push) {
        if (title.length() > Push.TITLE_LENGTH_MAX || body.length() > Push.BODY_LENGTH_MAX) {
            return Optional.of("Expected a title of at most " + Push.TITLE_LENGTH_MAX + " and a body of at most "
                    + Push.BODY_LENGTH_MAX + " characters, found " + title.length() + " and " + body.length() + ".");
        }
        if (Values.size(push.data()) > Push.PAYLOAD_BYTES_MAX) {
            return Optional.of("Expected data of at most " + Push.PAYLOAD_BYTES_MAX + " characters, found more.");
        }
        return Optional.ofNullable(push.launchUrl())
                .flatMap(SendPush::urlProblem)
                .or(() -> Optional.ofNullable(push.imageUrl()).flatMap(SendPush::urlProblem));
    }

    private Outcome seal(List<Device> devices, String title, String body, Push push) {
        List<Effect> effects = new ArrayList<>();
        List<Object> pushes = new ArrayList<>();
        for (Device device : devices) {
            Envelope envelope = envelope(device, title, body, push);
            effects.add(new Effect.Seal(envelope));
            pushes.add(Map.of(
                    "id", envelope.id().toString(), "device_id", device.id().toString()));
        }
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("title", title);
        output.put("body", body);
        output.put("pushes", pushes);
        return new Outcome.Go(Outcome.DEFAULT, output, effects);
    }

    private Envelope envelope(Device device, String title, String body, Push push) {
        UUID id = context.ids().next(context.now());
        return Push.envelope(
                context.projectId(),
                id,
                context.runId(),
                context.stepKey(),
                context.visit(),
                contact.id(),
                template == null ? null : template.id(),
                title,
                body,
                push.at(device.id()),
                context.now());
    }
}
