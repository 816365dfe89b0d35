package onward.flow.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whom the entry rule of an automation lets in, by who came before. */
final class Door {

    private final Map<String, Object> rule;
    private final String mode;
    private final List<Entered> entered = new ArrayList<>();

    /** A run that was let in, and what it was told from others by. */
    private record Entered(Object key, Journey journey, Instant at) {}

    Door(Chart chart) {
        this.rule = chart.entry();
        this.mode = (String) rule.get("mode");
    }

    /** Whether it makes a difference in which order events come to it. */
    boolean isGuarded() {
        return !mode.equals("every");
    }

    /** Lets the run of the happening in, if it may; then an earlier one may have to go. */
    boolean admit(Journey journey, Happening happening, Sight sight, Instant now) {
        Object key = key(happening, sight);
        if (isGuarded() && !Sight.isScalar(key)) {
            return false;
        }
        Entered newest = newest(key);
        if (newest != null && !mayFollow(newest, happening)) {
            return false;
        }
        if (newest != null && mode.equals("replace_running")) {
            newest.journey().giveWay(now);
        }
        entered.add(new Entered(key, journey, happening.receivedAt()));
        return true;
    }

    private Object key(Happening happening, Sight sight) {
        Object key = rule.get("key");
        if (key == null) {
            return happening.personId().toString();
        }
        return sight.find((String) (key instanceof Map<?, ?> reference ? reference.get("var") : key));
    }

    private Entered newest(Object key) {
        return entered.stream()
                .filter(other -> Sight.equal(other.key(), key))
                .reduce((one, other) -> other)
                .orElse(null);
    }

    private boolean mayFollow(Entered before, Happening happening) {
        return switch (mode) {
            case "once" -> false;
            case "once_per_window" ->
                !happening.receivedAt().isBefore(before.at().plus(Spans.of(rule.get("window"))));
            case "skip_if_running" -> !before.journey().isLive();
            default -> true;
        };
    }
}
