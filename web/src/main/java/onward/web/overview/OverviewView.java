package onward.web.overview;

import java.util.List;
import onward.web.runs.RunRow;

/**
 * The first page, ready to show.
 *
 * @param sentence how things are
 * @param isWell nothing needs a person
 * @param tiles numbers, each with a link to what it counts where there is a list
 * @param chart runs of the last day, as inline SVG
 * @param curl the command that sends a first event; shown while there is no run
 */
public record OverviewView(
        String sentence, boolean isWell, List<Tile> tiles, String chart, List<RunRow> newest, String curl) {

    /** @param more a word more, or null */
    public record Tile(String label, String value, String more, String link, String style) {}
}
