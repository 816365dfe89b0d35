package onward.flow.step;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.fact.Scope;
import onward.flow.fact.Values;
import onward.flow.message.CompiledText;
import onward.flow.message.Push;

/**
 * Seals one push to each device of the contact that may be pushed to (contract/sendrealm.md 4, {@code
 * send_push_template}). Done when the envelopes are committed; delivery has its own life there. Skipped for the
 * unsubscribed, and for who has no device.
 *
 * @param templateId id or alias of a template whose subject and plain text are title and body; null for none
 * @param variables values for the template, or null
 * @param title takes the place of the template's, with placeholders like {@code {{{event.order_id}}}}; null when not
 *     set, and so are the next three
 * @param data what the app gets beside, or null
 * @param platforms those of {@link #PLATFORMS} whose devices get it; null for all
 * @param isUrgent whether it leaves at any time, whatever the project's sending policy says
 */
public record SendPush(
        String templateId,
        Variables variables,
        String title,
        String body,
        String launchUrl,
        String imageUrl,
        Variables data,
        List<String> platforms,
        boolean isUrgent)
        implements Step {

    /** What a device may run on. */
    public static final List<String> PLATFORMS = StepType.Kind.PLATFORMS.choices();

    public static final StepType TYPE = new StepType(
            "send_push",
            "Sends a push to every device of the contact that is subscribed, at most the 20 that registered last. "
                    + "Skipped for the unsubscribed, and for who has no such device. Done when the pushes are sealed; "
                    + "their delivery is shown beside the run. One that waits to be delivered is not sent any more once "
                    + "its contact or its device is unsubscribed, or its run is cancelled.",
            List.of(Outcome.DEFAULT),
            List.of(
                    StepType.Field.optional(
                            "template.id",
                            StepType.Kind.TEMPLATE,
                            "A template whose subject and plain text are title and body, by id or alias."),
                    StepType.Field.optional("template.variables", StepType.Kind.VARIABLES, "Values for its variables."),
                    StepType.Field.optional(
                            "title",
                            StepType.Kind.TEXT,
                            "The title, in place of the template's, with placeholders like {{{contact.first_name}}}. "
                                    + "Needed without a template, as is `body`."),
                    StepType.Field.optional(
                            "body", StepType.Kind.TEXT, "The text, in place of the template's, with placeholders."),
                    StepType.Field.optional(
                            "launch_url",
                            StepType.Kind.URL,
                            "What opens when it is tapped, with placeholders whose values are percent-encoded."),
                    StepType.Field.optional("image_url", StepType.Kind.URL, "A picture, with the same placeholders."),
                    StepType.Field.optional("data", StepType.Kind.VARIABLES, "What the app gets beside, by name."),
                    StepType.Field.optional(
                            "platforms", StepType.Kind.PLATFORMS, "Which devices get it; all, unless given."),
                    StepType.Field.optional("urgent", StepType.Kind.FLAG, Sending.URGENT)),
            example(),
            SendPush::read);

    private static Map<String, Object> example() {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("title", "Your order is on its way");
        example.put("body", "{{{contact.first_name|Hello}}}, order {{{event.order_id}}} has left our house.");
        example.put("launch_url", "https://shop.example.com/orders/{{{event.order_id}}}");
        example.put("data", Map.of("order_id", Map.of("var", "event.order_id")));
        return example;
    }

    private static Step read(Config config) {
        boolean hasTemplate = config.value("template") != null;
        Config template = config.object("template");
        return new SendPush(
                hasTemplate ? template.text("id", "\"welcome\" or a template's id") : null,
                template.read("variables", template.value("variables"), Variables::read),
                text(config, "title", Push.TITLE_LENGTH_MAX, hasTemplate, "\"Your order is on its way\""),
                text(config, "body", Push.BODY_LENGTH_MAX, hasTemplate, "\"It left our house today.\""),
                config.read("launch_url", config.optionalText("launch_url"), SendPush::url),
                config.read("image_url", config.optionalText("image_url"), SendPush::url),
                config.read("data", config.value("data"), Variables::read),
                config.read("platforms", config.value("platforms"), SendPush::platforms),
                Sending.urgent(config));
    }

    private static String text(Config config, String name, int max, boolean mayLack, String example) {
        String text = mayLack ? config.optionalText(name) : config.text(name, example);
        return config.read(name, text, given -> placeholders(given, max));
    }

    private static Result<String> placeholders(String text, int max) {
        Optional<String> unknown = CompiledText.of(text).keys().stream()
                .filter(key -> !Scope.knows(key))
                .findFirst();
        if (unknown.isPresent()) {
            return refused("Expected placeholders to start with " + Scope.WORDS + ", found `" + unknown.get() + "`.");
        }
        return text.length() > max
                ? refused("Expected at most " + max + " characters, found " + text.length() + ".")
                : Result.of(text);
    }

    private static <T> Result<T> refused(String words) {
        return Result.failed(Problem.invalid("", words));
    }

    private static Result<String> url(String text) {
        Result<String> read = placeholders(text.strip(), Push.URL_LENGTH_MAX);
        Optional<String> problem = read.isOk()
                ? urlProblem(CompiledText.of(text.strip()).render(key -> "1", Values::text, key -> {}))
                : Optional.empty();
        return problem.isPresent() ? refused(problem.get()) : read;
    }

    /** What keeps a text from being the URL of a push; an app may have a scheme of its own. */
    public static Optional<String> urlProblem(String url) {
        try {
            boolean isFit = url.length() <= Push.URL_LENGTH_MAX && new URI(url).isAbsolute();
            return isFit
                    ? Optional.empty()
                    : Optional.of("Expected a URL with a scheme, of at most " + Push.URL_LENGTH_MAX
                            + " characters, found another text.");
        } catch (URISyntaxException unreadable) {
            return Optional.of("Expected a URL with a scheme, found a text that is none.");
        }
    }

    private static Result<List<String>> platforms(Object value) {
        List<String> platforms = new ArrayList<>();
        for (Object item : value instanceof List<?> list ? list : List.of(value)) {
            if (!(item instanceof String word) || !PLATFORMS.contains(word) || platforms.contains(word)) {
                return refused("Expected some of " + String.join(", ", PLATFORMS) + ", each once, found another.");
            }
            platforms.add(word);
        }
        return platforms.isEmpty()
                ? refused("Expected at least one of " + String.join(", ", PLATFORMS) + ", found none.")
                : Result.of(platforms);
    }

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        TemplateUse.putIfSet(
                config, "template", templateId == null ? null : TemplateUse.written(templateId, variables));
        TemplateUse.putIfSet(config, "title", title);
        TemplateUse.putIfSet(config, "body", body);
        TemplateUse.putIfSet(config, "launch_url", launchUrl);
        TemplateUse.putIfSet(config, "image_url", imageUrl);
        TemplateUse.putIfSet(config, "data", data == null ? null : data.values());
        TemplateUse.putIfSet(config, "platforms", platforms);
        TemplateUse.putIfSet(config, "urgent", isUrgent ? true : null);
        return config;
    }

    @Override
    public Set<String> templateReferences() {
        return templateId == null ? Set.of() : Set.of(templateId);
    }

    @Override
    public boolean leavesTheHouse() {
        return true;
    }

    @Override
    public boolean needsDevices() {
        return true;
    }

    /** Placeholders in its texts refer to the past as references do. */
    @Override
    public boolean needsPast() {
        return Scope.mentionsPast(config())
                || Stream.of(title, body, launchUrl, imageUrl)
                        .filter(text -> text != null)
                        .anyMatch(text -> Scope.mentionsPast(
                                List.copyOf(CompiledText.of(text).keys())));
    }

    @Override
    public Outcome enter(Context context) {
        return context.facts().contact().unsubscribed()
                ? new Outcome.Skip(Map.of("reason", "unsubscribed"))
                : context.facts().sending().heed(isUrgent, context, () -> new PushSealing(this, context).outcome());
    }

    /** It was held by the sending policy, and asks again whether it may. */
    @Override
    public Outcome resume(Context context) {
        return enter(context);
    }
}
