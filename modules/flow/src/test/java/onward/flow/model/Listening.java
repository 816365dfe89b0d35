package onward.flow.model;

import java.util.List;
import java.util.Map;

/**
 * An event that a wait or an exit rule names.
 *
 * @param field of the event that comes in, and {@code equals} the path in the run that it must equal; both null when
 *     every event of the name will do
 * @param branch where it leads
 */
record Listening(String name, Object filter, String field, String equals, String branch) {

    /** One for each item of a list of names and objects; none for null. */
    static List<Listening> all(Object items) {
        return items == null
                ? List.of()
                : ((List<?>) items).stream().map(item -> of(item, null)).toList();
    }

    /** What a wait step listens for. */
    static List<Listening> ofWait(Map<String, Object> config) {
        return config.get("events") == null ? List.of(of(config, "event_received")) : all(config.get("events"));
    }

    private static Listening of(Object item, String branch) {
        if (item instanceof String name) {
            return new Listening(name, null, null, null, name);
        }
        Map<?, ?> map = (Map<?, ?>) item;
        String name = (String) map.get("event_name");
        String own = map.get("branch") == null ? name : (String) map.get("branch");
        return of(name, map, branch == null ? own : branch);
    }

    private static Listening of(String name, Map<?, ?> map, String branch) {
        if (!(map.get("correlation") instanceof Map<?, ?> correlation)) {
            return new Listening(name, map.get("filter_rule"), null, null, branch);
        }
        String field = ((String) correlation.get("field")).substring("event.".length());
        Object equals = correlation.get("equals");
        String path = (String) (equals instanceof Map<?, ?> reference ? reference.get("var") : equals);
        return new Listening(name, map.get("filter_rule"), field, path, branch);
    }

    /** Whether a run has a value to correlate by, if it needs one. */
    boolean hasValue(Sight run) {
        return field == null || Sight.isScalar(run.find(equals));
    }

    /** Is it the one, for the run as it is now? A field that is missing is no match. */
    boolean fits(Happening happening, Sight run) {
        return happening.name().equals(name) && isCorrelated(happening, run) && passes(happening, run);
    }

    private boolean isCorrelated(Happening happening, Sight run) {
        return field == null
                || (hasValue(run) && Sight.equal(Sight.below(happening.payload(), field), run.find(equals)));
    }

    private boolean passes(Happening happening, Sight run) {
        return filter == null || Ruling.isSo(filter, run.of(happening.payload()), run);
    }
}
