package onward.flow.step;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import onward.flow.fact.Durations;
import onward.flow.fact.Problem;
import onward.flow.fact.Reference;
import onward.flow.fact.Result;
import onward.flow.fact.Scope;
import onward.flow.fact.Values;
import onward.flow.message.CompiledText;
import onward.flow.message.HeaderValue;

/**
 * Asks another server, and makes its answer known to later steps as {@code steps.<key>.status} and
 * {@code steps.<key>.body.…}. What the other side could not take (no connection, 408, 425, 429, 5xx) is tried again;
 * any other answer outside 2xx, or none after the last try, takes the branch {@code failed}, and fails the run where
 * nothing is connected to it. The request may arrive more than once, always with the same Idempotency-Key.
 *
 * @param url with placeholders like {@code {{{event.order_id}}}}, whose values are percent-encoded
 * @param headers plain values or references
 * @param body any value with references inside; null for none
 */
public record HttpRequest(
        String method, String url, Map<String, Object> headers, Object body, Duration timeout, int attemptsMax)
        implements Step {

    /** How long a URL may be, with its placeholders filled. */
    public static final int URL_LENGTH_MAX = 2_000;

    /** How many headers a step may set. */
    public static final int HEADERS_MAX = 50;

    /** How large a body may be, as {@link Values#size} counts. */
    public static final int BODY_SIZE_MAX = 128 * 1024;

    /** How often a request may be tried. */
    public static final int ATTEMPTS_MAX = 10;

    /** How long one attempt may take. */
    public static final Duration TIMEOUT_MAX = Duration.ofSeconds(30);

    /** How long the run waits for an answer, over all attempts. */
    public static final Duration ANSWER_MAX = Duration.ofHours(24);

    /** The branch for an answer that is no success, and for none. */
    static final String FAILED = "failed";

    private static final String NO_HOST =
            "Expected placeholders in the URL only behind its host, found one before that.";

    private static final int ATTEMPTS_DEFAULT = 5;
    private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(10);
    private static final int NESTING_MAX = 10;
    private static final int PORT_MAX = 65_535;
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

    /** Headers, in lower case, that the request makes itself, or that would change where it goes or how it is framed. */
    public static final Set<String> RESERVED_HEADERS = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "upgrade",
            "accept-encoding",
            "te",
            "trailer",
            "expect",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "idempotency-key");

    /** In the order in which they are shown. */
    private static final List<String> METHODS = StepType.Kind.METHOD.choices();

    public static final StepType TYPE = new StepType(
            "http_request",
            "Asks another server. Its answer is known to later steps as `steps.<key>.status` and "
                    + "`steps.<key>.body.…`. Without a connection of type `failed`, a request that fails fails the run.",
            List.of(Outcome.DEFAULT, FAILED),
            List.of(
                    StepType.Field.required(
                            "url",
                            StepType.Kind.URL,
                            "Where to, with placeholders like {{{event.order_id}}}; private addresses are refused."),
                    StepType.Field.optional("method", StepType.Kind.METHOD, "GET, unless given; POST with a body."),
                    StepType.Field.optional("headers", StepType.Kind.HEADERS, "Header values, plain or references."),
                    StepType.Field.optional("body", StepType.Kind.BODY, "Sent as JSON, references inside looked up."),
                    StepType.Field.optional(
                            "timeout", StepType.Kind.DURATION, "How long one attempt may take, at most 30 seconds."),
                    StepType.Field.optional(
                            "attempts", StepType.Kind.COUNT, "How often to try at most, 1 to 10; 5 unless given.")),
            example(),
            HttpRequest::read);

    private static Map<String, Object> example() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("person", Map.of("var", "contact.email"));
        body.put("plan", Map.of("var", "event.plan"));
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("method", "POST");
        example.put("url", "https://crm.example.com/people/{{{contact.id}}}");
        example.put("headers", Map.of("Authorization", "Bearer …"));
        example.put("body", body);
        return example;
    }

    private static Step read(Config config) {
        Object body = config.read("body", config.value("body"), HttpRequest::body);
        String method = config.oneOf("method", METHODS, body == null ? "GET" : "POST");
        Duration timeout = config.read("timeout", config.value("timeout"), value -> Durations.read(value, TIMEOUT_MAX));
        Integer attempts = config.value("attempts") == null
                ? Integer.valueOf(ATTEMPTS_DEFAULT)
                : config.wholeNumber("attempts", 1, ATTEMPTS_MAX);
        return new HttpRequest(
                method,
                config.required("url", "\"https://example.com/hook\"", HttpRequest::url),
                headers(config),
                body,
                timeout == null ? TIMEOUT_DEFAULT : timeout,
                attempts);
    }

    private static Result<String> url(Object value) {
        String url = value instanceof String text ? text.strip() : "";
        CompiledText parts = CompiledText.of(url);
        return problemOf(parts)
                .or(() -> isHostLiteral(url) ? Optional.empty() : Optional.of(NO_HOST))
                .or(() -> problemOf(parts.render(key -> "1", Values::text, key -> {})))
                .<Result<String>>map(words -> Result.failed(Problem.invalid("", words)))
                .orElseGet(() -> Result.of(url));
    }

    /** A placeholder that no run could fill is told when the step is written. */
    private static Optional<String> problemOf(CompiledText url) {
        return url.keys().stream()
                .filter(key -> !Scope.knows(key))
                .findFirst()
                .map(key -> "Expected placeholders in the URL to start with " + Scope.WORDS + ", found `" + key + "`.");
    }

    /** Where a request goes is the author's to say: what an event carries can only stand behind the host. */
    private static boolean isHostLiteral(String url) {
        int host = url.indexOf("://") + 3;
        int path = host < 3 ? -1 : indexOfAny(url, host, "/?");
        int placeholder = url.indexOf("{{{");
        return placeholder < 0 || (path >= 0 && path < placeholder);
    }

    private static int indexOfAny(String text, int from, String wanted) {
        for (int i = from; i < text.length(); i++) {
            if (wanted.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** What is wrong with a URL whose placeholders are filled; the address behind its name is checked when it is called. */
    private static Optional<String> problemOf(String url) {
        String expected = "Expected an http or https URL of at most " + URL_LENGTH_MAX
                + " characters without a user or a fragment, found ";
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean isFit = url.length() <= URL_LENGTH_MAX
                    && (scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getPort() <= PORT_MAX
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null;
            return isFit ? Optional.empty() : Optional.of(expected + "another.");
        } catch (URISyntaxException e) {
            return Optional.of(expected + "none.");
        }
    }

    private static Result<Object> body(Object value) {
        return depth(value, 1) > NESTING_MAX
                ? Result.failed(Problem.invalid("", "Expected a body nested at most " + NESTING_MAX + " deep."))
                : referenceProblem(value).<Result<Object>>map(Result::failed).orElseGet(() -> Result.of(value));
    }

    private static int depth(Object value, int here) {
        if (here > NESTING_MAX || !(value instanceof Map || value instanceof List)) {
            return here;
        }
        var items = value instanceof Map<?, ?> map ? map.values() : (List<?>) value;
        return items.stream().mapToInt(item -> depth(item, here + 1)).max().orElse(here);
    }

    private static Optional<Problem> referenceProblem(Object value) {
        if (Reference.isOne(value)) {
            return Reference.read(value).problems().stream().findFirst();
        }
        var items = value instanceof Map<?, ?> map ? map.values() : value instanceof List<?> list ? list : List.of();
        return items.stream()
                .map(HttpRequest::referenceProblem)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Map<String, Object> headers(Config config) {
        Config fields = config.object("headers");
        Map<String, Object> headers = new LinkedHashMap<>();
        fields.names().stream()
                .filter(name -> fields.value(name) != null)
                .forEach(name -> headers.put(name, header(fields, name)));
        if (headers.size() > HEADERS_MAX) {
            config.note(Problem.invalid(
                    config.at("headers"),
                    "Expected at most " + HEADERS_MAX + " headers, found " + headers.size() + "."));
        }
        return headers;
    }

    private static Object header(Config fields, String name) {
        if (!HEADER_NAME.matcher(name).matches() || RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            return fields.note(Problem.invalid(
                    fields.at(name), "Expected the name of a header that a request may set, found another."));
        }
        Object value = fields.value(name);
        return Reference.isOne(value)
                ? fields.reference(name, value)
                : fields.read(
                        name,
                        fields.optionalText(name),
                        text -> HeaderValue.read(text).map(HeaderValue::text));
    }

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("method", method);
        config.put("url", url);
        if (!headers.isEmpty()) {
            config.put("headers", headers);
        }
        if (body != null) {
            config.put("body", body);
        }
        config.put("timeout", Durations.words(timeout));
        config.put("attempts", (long) attemptsMax);
        return config;
    }

    @Override
    public boolean needsPast() {
        return true;
    }

    @Override
    public boolean leavesTheHouse() {
        return true;
    }

    @Override
    public Outcome enter(Context context) {
        Scope scope = context.scope();
        Set<String> lacking = new TreeSet<>();
        String target = CompiledText.of(url).render(key -> scope.find(key).value(), HttpRequest::encoded, lacking::add);
        if (!lacking.isEmpty()) {
            return Outcome.stop(
                    "validation_error",
                    "Expected a value for `" + lacking.iterator().next() + "` in the URL, found none.");
        }
        Optional<String> problem = problemOf(target);
        return problem.isPresent()
                ? Outcome.stop("validation_error", problem.get())
                : called(context, target, headerValues(scope));
    }

    private Outcome called(Context context, String target, Map<String, String> headerValues) {
        Instant answerBy = context.now().plus(ANSWER_MAX);
        UUID id = context.ids().next(context.now());
        Object sent = body == null ? null : Variables.resolve(body, context.scope());
        if (Values.size(sent) > BODY_SIZE_MAX) {
            return Outcome.stop(
                    "validation_error",
                    "Expected a body of at most " + BODY_SIZE_MAX + " characters, found a larger one.");
        }
        var call = new Effect.Call(
                id,
                context.stepKey(),
                context.visit(),
                method,
                target,
                headerValues,
                sent,
                attemptsMax,
                timeout.toMillis(),
                answerBy);
        return new Outcome.Rest(answerBy, List.of(), List.of(call));
    }

    private Map<String, String> headerValues(Scope scope) {
        Map<String, String> values = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            Object found = Reference.resolve(value, scope).value();
            if (found != null) {
                values.put(name, HeaderValue.cleaned(Values.text(found)).text());
            }
        });
        return values;
    }

    static String encoded(Object value) {
        return URLEncoder.encode(Values.text(value), StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public Outcome hear(Context context, Signal signal) {
        if (!(signal instanceof Signal.Answered answered) || !isOwn(answered, context)) {
            return Outcome.stay();
        }
        Map<String, Object> output = new LinkedHashMap<>();
        if (answered.answer() != null) {
            output.putAll(answered.answer());
        }
        if (answered.problem() == null) {
            return new Outcome.Go(Outcome.DEFAULT, output, List.of(), answered.receivedAt());
        }
        return failed(output.isEmpty() ? null : output, answered.problem());
    }

    /** The answer to an earlier call of the run may come when nobody waits for it any more. */
    private static boolean isOwn(Signal.Answered answered, Context context) {
        return answered.stepKey().equals(context.stepKey()) && answered.visit() == context.visit();
    }

    @Override
    public Outcome resume(Context context) {
        return failed(null, "Expected an answer within " + Durations.words(ANSWER_MAX) + ", found none.");
    }

    private static Outcome failed(Map<String, Object> output, String problem) {
        return new Outcome.Fail(FAILED, output, "http_request_failed", problem);
    }
}
