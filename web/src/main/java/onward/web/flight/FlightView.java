package onward.web.flight;

import java.util.List;

/**
 * The runs of an automation by version, ready to show.
 *
 * @param version the newest, for example {@code v3}
 * @param notice what was just done; null for nothing
 * @param older by step, the runs on older versions
 * @param newest by step, the runs on the newest one
 * @param keys where runs can go: the steps of the newest version
 * @param isWhole false where there are more live runs than were looked at
 * @param lookedAtMax how many those are
 */
public record FlightView(
        String id,
        String name,
        String version,
        String notice,
        List<OlderRow> older,
        List<NewestRow> newest,
        List<String> keys,
        boolean isWhole,
        int lookedAtMax,
        int noteCharsMax,
        String curl) {

    /**
     * Runs at a step of older versions.
     *
     * @param versions for example {@code v1, v2}
     * @param to the step that is offered to go to; null where the newest version has none of that key
     * @param meaning what moving there means, in a few words
     */
    public record OlderRow(
            String step, String versions, String type, String runs, String resting, String to, String meaning) {}

    /** Runs at a step of the newest version. */
    public record NewestRow(String step, String runs) {}
}
