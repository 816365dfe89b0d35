package onward.api;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import onward.store.json.JsonFault;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;

/**
 * What of a body goes into the log: its JSON, with every secret taken out. A body that is too large or no JSON is told
 * by its size alone, for nobody can tell what in it is secret.
 */
final class LogBody {
    /** What stands where a secret was. */
    static final String HIDDEN = "[hidden]";

    private static final Pattern SECRET =
            Pattern.compile("token|secret|passw|authorization|api_?key|private_?key|cookie|credential|download_url");

    /** Whatever headers an automation sends to others are secret too: their names tell nothing. */
    private static final Pattern SECRET_OR_HEADERS = Pattern.compile(SECRET + "|headers");

    private static final String SHARED = "share";

    private LogBody() {}

    /** The JSON to keep, as text; null for no body. */
    static String ofRequest(RequestLog.Noted request) {
        if (request.bodyBytes() == 0) {
            return null;
        }
        return request.body() == null
                ? omitted(request.bodyBytes() + " bytes")
                : kept(request.body().getBytes(), request.path());
    }

    static String ofAnswer(RequestLog.Noted request) {
        return request.answer() == null
                ? omitted(request.answerChars() + " characters")
                : kept(request.answer().getBytes(StandardCharsets.UTF_8), request.path());
    }

    private static String kept(byte[] json, String path) {
        try {
            return JsonWriter.write(without(JsonReader.read(json), secrets(path), path));
        } catch (JsonFault noJson) {
            // Bytes that are no JSON are refused elsewhere; here they are told by their size.
            return omitted(json.length + " bytes, no JSON");
        }
    }

    private static String omitted(String what) {
        return JsonWriter.write("[" + what + ", not kept]");
    }

    private static boolean isOfAutomations(String path) {
        return path.contains("automations") || path.contains("workflows");
    }

    private static Pattern secrets(String path) {
        return isOfAutomations(path) ? SECRET_OR_HEADERS : SECRET;
    }

    private static Object without(Object json, Pattern secrets, String path) {
        if (json instanceof Map<?, ?> map) {
            Map<String, Object> kept = new LinkedHashMap<>();
            map.forEach((name, value) -> kept.put(
                    String.valueOf(name),
                    value != null && isSecret(String.valueOf(name), secrets, path)
                            ? HIDDEN
                            : without(value, secrets, path)));
            return kept;
        }
        return json instanceof List<?> list
                ? list.stream().map(item -> without(item, secrets, path)).collect(Collectors.toList())
                : json;
    }

    private static boolean isSecret(String name, Pattern secrets, String path) {
        String plain = name.toLowerCase(Locale.ROOT).replace('-', '_');
        return secrets.matcher(plain).find() || plain.equals("url") && path.endsWith(SHARED);
    }
}
