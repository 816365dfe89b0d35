package onward.bench.work;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import onward.bench.house.BenchCut;
import onward.bench.house.Database;
import onward.bench.house.House;
import onward.bench.load.Latencies;

/** Pages: how long each page of the dashboard takes where many runs are, one after the other as a reader asks. */
final class Browsing {
    /** How many of the runs are parked: a tenth. */
    private static final int PARKED_ONE_IN = 10;

    private static final int WARM_UP_LOOKS = 30;
    private static final int LOOKS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Job job;
    private final House house;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Browsing(Job job, House house) {
        this.job = job;
        this.house = house;
    }

    /** Runs of every kind: parked and finished by the million, and those of W1 with their mails. */
    void prepare() {
        int parked = job.count() / PARKED_ONE_IN;
        Tail.fill(job, house, parked, job.count() - parked);
        new Welcome(job, house).prepare();
    }

    void measure(Sheet sheet) {
        sheet.part(String.format("Pages beside %,d runs, %d looks at each", job.count(), LOOKS));
        double worst = 0;
        for (var page : pages().entrySet()) {
            job.tell("pages: %s", page.getKey());
            look(sheet, page.getValue(), WARM_UP_LOOKS);
            Latencies times = look(sheet, page.getValue(), LOOKS);
            String key = "page_" + page.getKey().replace(' ', '_');
            sheet.put(key + "_p50_millis", page.getKey() + ", p50", times.millis(0.5), "ms")
                    .put(key + "_p95_millis", page.getKey() + ", p95", times.millis(0.95), "ms");
            worst = Math.max(worst, times.millis(0.95));
        }
        sheet.part("Pages").put("pages_worst_p95_millis", "the slowest page, p95", worst, "ms");
    }

    private Map<String, String> pages() {
        Database database = house.database();
        String run = database.text("select id from run order by id desc limit 1");
        String automation = database.text("select automation_id from run order by id desc limit 1");
        String parked = database.text("select automation_id from run where status = 'running' limit 1");
        String contact = database.text("select contact_id from run order by id desc limit 1");
        String event = database.text("select event_id from run order by id desc limit 1");
        String email = database.text("select id from envelope order by id desc limit 1");
        var pages = new LinkedHashMap<String, String>();
        pages.put("overview", "");
        pages.put("runs", "/runs");
        pages.put("runs that failed", "/runs?status=failed");
        pages.put("runs of one automation", "/runs?automation=" + parked + "&status=running");
        pages.put("run", "/runs/" + run);
        pages.put("automations", "/automations");
        pages.put("automation", "/automations/" + parked);
        pages.put("metrics", "/automations/" + automation + "/metrics");
        pages.put("contacts", "/contacts");
        pages.put("contact", "/contacts/" + contact);
        pages.put("events", "/events");
        pages.put("events of one name", "/events?name=" + Welcome.EVENT);
        pages.put("event", "/events/" + event);
        pages.put("emails", "/emails");
        pages.put("email", "/emails/" + email);
        pages.put("explain", "/explain?person=" + contact + "&automation=" + automation);
        pages.put("health", "/health");
        return pages;
    }

    private Latencies look(Sheet sheet, String page, int looks) {
        var times = new Latencies();
        URI address = house.url().resolve("/dashboard" + page);
        var request = HttpRequest.newBuilder(address)
                .header("Accept", "text/html")
                .timeout(PATIENCE)
                .build();
        for (int n = 0; n < looks; n++) {
            long from = System.nanoTime();
            int status = status(request);
            times.add((System.nanoTime() - from) / 1_000);
            if (status != 200) {
                sheet.fault("expected 200 of " + address.getPath() + ", found " + status);
                return times;
            }
        }
        return times;
    }

    private int status(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofByteArray()).statusCode();
        } catch (IOException e) {
            throw new BenchCut("Expected " + request.uri() + " to be answered, found:", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchCut("The bench was interrupted.");
        }
    }
}
