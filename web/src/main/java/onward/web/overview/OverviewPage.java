package onward.web.overview;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import onward.store.Store;
import onward.store.page.MetricSeries;
import onward.store.page.MetricSeries.Interval;
import onward.store.page.MetricSeries.Range;
import onward.store.page.Overview;
import onward.store.page.RunList;
import onward.store.page.Slice;
import onward.web.metrics.Chart;
import onward.web.overview.OverviewView.Tile;
import onward.web.runs.RunRow;
import onward.web.ui.Commands;
import onward.web.ui.Figures;
import onward.web.ui.Moment;
import onward.web.ui.Shown;
import onward.web.ui.Times;
import onward.web.ui.Visit;

/** {@code GET /dashboard}. */
public final class OverviewPage {
    /** How long a mail may wait before the page says that it waits long. */
    private static final Duration LONG = Duration.ofMinutes(2);

    private static final int NEWEST_MAX = 12;

    /** How far back the chart goes. */
    private static final Duration CHARTED = Duration.ofHours(24);

    private final Store store;

    public OverviewPage(Store store) {
        this.store = store;
    }

    public Future<Shown> show(Visit visit) {
        var overview = Overview.of(store.client(), visit.projectId(), visit.now());
        var newest = RunList.page(store.client(), visit.projectId(), RunList.Filter.NONE, null);
        var day = MetricSeries.ofProject(
                store.client(), visit.projectId(), Range.lately(visit.now(), CHARTED, Interval.HOUR));
        return Future.all(overview, newest, day)
                .map(all -> new Shown(
                        "overview", "overview", view(visit, overview.result(), newest.result(), day.result())));
    }

    private static OverviewView view(Visit visit, Overview overview, Slice<RunList.Line> newest, MetricSeries day) {
        Instant now = visit.now();
        String trouble = trouble(overview, now);
        return new OverviewView(
                trouble == null ? "Everything is well." : trouble,
                trouble == null,
                tiles(overview, now),
                Chart.of(day),
                newest.items().stream()
                        .limit(NEWEST_MAX)
                        .map(line -> RunRow.of(line, now))
                        .toList(),
                Commands.firstEvent(visit.context().request()));
    }

    /** What needs a person first; null when nothing does. */
    private static String trouble(Overview overview, Instant now) {
        if (overview.quarantined() > 0) {
            return count(overview.quarantined())
                    + " set aside because they fail by themselves; they wait for a person.";
        }
        if (isLate(overview.oldestMail(), now)) {
            return "The oldest mail has been due for " + Times.span(Duration.between(overview.oldestMail(), now))
                    + ": does the mail server answer?";
        }
        if (isLate(overview.oldestDue(), now)) {
            return "A run has been due for " + Times.span(Duration.between(overview.oldestDue(), now))
                    + ": the server is behind with its work.";
        }
        return null;
    }

    private static boolean isLate(Instant due, Instant now) {
        return due != null && due.plus(LONG).isBefore(now);
    }

    private static List<Tile> tiles(Overview overview, Instant now) {
        return List.of(
                new Tile(
                        "Live runs",
                        count(overview.live()),
                        overview.oldestDue() == null ? null : "next goes on " + distance(overview.oldestDue(), now),
                        "/dashboard/runs?status=running",
                        "tile"),
                new Tile("Events waiting", count(overview.eventsWaiting()), null, "/dashboard/events", "tile"),
                new Tile(
                        "Mails waiting",
                        count(overview.mailsWaiting()),
                        overview.oldestMail() == null ? null : "oldest due " + distance(overview.oldestMail(), now),
                        "/dashboard/emails",
                        "tile"),
                new Tile(
                        "Failed or cancelled, 24\u00a0h",
                        count(overview.unwell()),
                        null,
                        "/dashboard/runs?status=failed",
                        overview.unwell() == 0 ? "tile" : "tile tile-bad"),
                new Tile(
                        "Set aside",
                        count(overview.quarantined()),
                        null,
                        "/dashboard/health",
                        overview.quarantined() == 0 ? "tile" : "tile tile-bad"));
    }

    private static String distance(Instant at, Instant now) {
        return Moment.of(at, now).distance();
    }

    private static String count(long number) {
        return Figures.upTo(Overview.COUNT_MAX, number);
    }
}
