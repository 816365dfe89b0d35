package onward.flow.model;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * When the server acts: at the planned instants, and after the last of these whenever something happens or is due.
 *
 * @param planned increasing; when empty, the server is never late
 */
public record Pace(List<Instant> planned) {

    /** Acts at every happening and every due instant. */
    public static final Pace PROMPT = new Pace(List.of());

    /** The first instant after the last act at which it acts again; null when nothing will ever be to do. */
    public Instant next(Scenario scenario, Instant last, Instant nextDue) {
        return planned.stream()
                .filter(act -> act.isAfter(last))
                .findFirst()
                .orElseGet(() -> nextMoment(scenario, last, nextDue));
    }

    private static Instant nextMoment(Scenario scenario, Instant last, Instant nextDue) {
        Stream<Instant> receipts = scenario.happenings().stream().map(Happening::receivedAt);
        return Stream.concat(receipts, Stream.ofNullable(nextDue))
                .filter(moment -> moment.isAfter(last))
                .min(Instant::compareTo)
                .orElse(null);
    }
}
