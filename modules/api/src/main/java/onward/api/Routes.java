package onward.api;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The table of routes that resources register in. Doubled and trailing slashes do not count; path
 * parameters are percent-decoded only after routing, so an event's name may hold a slash.
 */
public final class Routes {
    private final List<Route> all = new ArrayList<>();
    /**
     * By length and first word, for no path begins with a parameter; a request is held against a few of them, the
     * wordiest first.
     */
    private final Map<String, List<Route>> byLook = new HashMap<>();

    /** A path like {@code /automations/:automationId}; a parameter's name is the one that refusals use. */
    public Routes get(String path, Handler handler) {
        return add(HttpMethod.GET, path, handler);
    }

    public Routes post(String path, Handler handler) {
        return add(HttpMethod.POST, path, handler);
    }

    /** A POST that a key of the permission {@code sending_access} may make too, with a body of that size at most. */
    Routes postSending(String path, int bodyBytesMax, Handler handler) {
        return add(new Route(HttpMethod.POST, Route.split(path), true, bodyBytesMax, null, false, handler));
    }

    /** A POST whose handler reads the body itself, from {@link Call#upload}. */
    Routes postUpload(String path, Handler handler) {
        return add(
                new Route(HttpMethod.POST, Route.split(path), false, BodyReader.BODY_BYTES_MAX, null, true, handler));
    }

    /** A POST whose body may be of another media type than JSON, too. */
    Routes postTyped(String path, String otherType, Handler handler) {
        return add(new Route(
                HttpMethod.POST, Route.split(path), false, BodyReader.BODY_BYTES_MAX, otherType, false, handler));
    }

    public Routes patch(String path, Handler handler) {
        return add(HttpMethod.PATCH, path, handler);
    }

    public Routes put(String path, Handler handler) {
        return add(HttpMethod.PUT, path, handler);
    }

    public Routes delete(String path, Handler handler) {
        return add(HttpMethod.DELETE, path, handler);
    }

    private Routes add(HttpMethod method, String path, Handler handler) {
        return add(new Route(method, Route.split(path), false, BodyReader.BODY_BYTES_MAX, null, false, handler));
    }

    private Routes add(Route route) {
        all.add(route);
        List<Route> alike = byLook.computeIfAbsent(look(route.segments()), any -> new ArrayList<>());
        alike.add(route);
        alike.sort(Comparator.comparingLong(Route::words).reversed());
        return this;
    }

    /** All of them, in the order they were registered. */
    List<Route> all() {
        return List.copyOf(all);
    }

    /** All of them as an OpenAPI document names them, like {@code GET /automations/{automationId}}. */
    public List<String> operations() {
        return all.stream()
                .map(route -> route.method().name() + " " + route.path().replaceAll(":(\\w+)", "{$1}"))
                .toList();
    }

    /** Whether some route fits the path, whatever the method. */
    boolean know(String path) {
        return !fitting(Route.split(path)).isEmpty();
    }

    /** The routes that fit the path whatever the method, the wordiest first. */
    List<Route> fitting(List<String> path) {
        return byLook.getOrDefault(look(path), List.of()).stream()
                .filter(route -> route.fits(path))
                .toList();
    }

    private static String look(List<String> segments) {
        return segments.isEmpty() ? "" : segments.size() + segments.get(0);
    }

    /** The methods of the routes, as the Allow header says them. */
    static String allow(List<Route> fitting) {
        TreeSet<String> methods = new TreeSet<>();
        fitting.forEach(route -> methods.add(route.method().name()));
        return String.join(", ", methods);
    }
}
