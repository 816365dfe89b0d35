package onward.api;

import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One line of the table of routes.
 *
 * @param segments the path between its slashes; one that begins with a colon takes any text
 * @param sending true: a key that may only send emails is let in
 * @param bodyBytesMax how large a body it takes
 * @param otherType a media type that its body may have besides JSON; null when there is none
 * @param upload true: the handler reads the body itself, as it streams in
 */
record Route(
        HttpMethod method,
        List<String> segments,
        boolean sending,
        int bodyBytesMax,
        String otherType,
        boolean upload,
        Handler handler) {

    private static final Pattern DOTS = Pattern.compile("(?i)(?:^|/)(?:\\.|%2e){1,2}(?:/|$)");

    static List<String> split(String path) {
        return List.of(path.split("/")).stream().filter(s -> !s.isEmpty()).toList();
    }

    /** Whether a router that tidies paths would take this one for another. Nearly no path comes as far as the pattern. */
    static boolean hasDots(String path) {
        boolean maybe = path.startsWith(".") || path.contains("/.") || path.indexOf('%') >= 0;
        return maybe && DOTS.matcher(path).find();
    }

    boolean fits(List<String> path) {
        if (path.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            if (!isParameter(i) && !segments.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The path as it was registered, for example {@code /contacts/:contactId}. */
    String path() {
        return "/" + String.join("/", segments);
    }

    /** How many segments it names word for word; of two routes that fit, the wordier one wins. */
    long words() {
        return segments.stream().filter(s -> !s.startsWith(":")).count();
    }

    Map<String, String> parameters(List<String> path) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < path.size(); i++) {
            if (isParameter(i)) {
                parameters.put(segments.get(i).substring(1), path.get(i));
            }
        }
        return parameters;
    }

    private boolean isParameter(int i) {
        return segments.get(i).startsWith(":");
    }
}
