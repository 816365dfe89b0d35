package onward.trial;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import onward.trial.check.Checker;
import onward.trial.check.Database;
import onward.trial.drive.Api;
import onward.trial.drive.Driver;
import onward.trial.drive.Journal;
import onward.trial.evidence.ApiRun;
import onward.trial.evidence.History;
import onward.trial.evidence.Rows;
import onward.trial.evidence.Rows.RunRow;
import onward.trial.house.House;
import onward.trial.house.Node;
import onward.trial.house.Programs;
import onward.trial.house.Rest;
import onward.trial.mutant.Mutant;
import onward.trial.mutant.Overlay;
import onward.trial.mutant.SeamPatches;
import onward.trial.nemesis.Ledger;
import onward.trial.nemesis.Nemesis;
import onward.trial.sink.Sink;
import onward.trial.sink.Web;

/** One trial from its first process to its report: set up, load and faults, settle, gather, check. */
final class Trial implements AutoCloseable {
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(10);
    private static final Duration DRIVER_PATIENCE = Duration.ofSeconds(90);
    private static final int API_SAMPLE_MAX = 200;
    /** Faults that are made inside of a server, at seams that the product does not have. */
    private static final List<String> SEAMED = List.of("crash", "stall", "deaf", "clock");

    private final Order order;
    private final PrintStream progress;
    private final long startedNanos = System.nanoTime();
    private final Journal journal;
    private final Ledger ledger;
    private final Sink sink;
    private final Web web;
    private final House house;
    private final Api api = new Api(House.API_KEY);
    private final Driver driver;
    private final Nemesis nemesis;
    private final Set<String> stuck = Collections.synchronizedSet(new TreeSet<>());

    private Trial(Order order, PrintStream progress) throws IOException {
        this.order = order;
        this.progress = progress;
        say("seed " + order.seed() + ", " + order.nodes() + " nodes, faults " + order.faults() + ", evidence in "
                + order.keep());
        Programs programs = programs(order);
        Directories.makeEmpty(order.keep());
        journal = new Journal(order.keep().resolve("journal.ndjson"));
        ledger = new Ledger(order.keep().resolve("nemesis.ndjson"));
        sink = new Sink(order.nodes(), order.seed() ^ 0x51, order.keep().resolve("sink.ndjson"));
        web = new Web(order.seed() ^ 0x77, order.keep().resolve("web.ndjson"));
        house = new House(programs, order.keep(), sink.ports(), order.faults().contains("disk"));
        driver = new Driver(
                api,
                house.nodes().stream()
                        .map(node -> new Driver.Place(node.name(), node.url()))
                        .toList(),
                journal,
                new Peephole(house.postgres()),
                order.seed());
        nemesis = new Nemesis(house, ledger, order.seed(), order.pace());
    }

    /** The product as it is, unless a rule of it is to be broken or the nemesis has to get in. */
    private static Programs programs(Order order) {
        Programs product = Programs.find(order.home());
        boolean isSeamed = SEAMED.stream().anyMatch(order.faults()::contains);
        if (order.mutant() == null && !isSeamed) {
            return product;
        }
        String name = (order.mutant() == null ? "product" : order.mutant()) + (isSeamed ? "-seamed" : "");
        Path directory = order.home().resolve("target/mutants").resolve(name);
        Overlay overlay = new Overlay(order.home(), product.classPath(), directory);
        if (order.mutant() != null) {
            overlay.with(Mutant.of(order.mutant()));
        }
        Path classes = (isSeamed ? SeamPatches.in(overlay) : overlay).build();
        if (order.faults().contains("clock")) {
            SeamPatches.agent(classes);
        }
        return product.with(classes);
    }

    static Report hold(Order order, PrintStream progress) throws IOException, SQLException {
        try (var trial = new Trial(order, progress)) {
            return trial.hold();
        }
    }

    private Report hold() throws IOException, SQLException {
        house.bringUp();
        web.expect(driver.setUp(web.url(), web.url().resolve(Web.HOOK)));
        say("set up; load and faults begin");
        load();
        List<String> stalled = settle();
        History history = gather(stalled);
        Report report = new Report(order, history, Checker.check(history), ledger.crashes());
        Files.writeString(order.keep().resolve("report.json"), report.json().encodePrettily());
        if (report.verdict() != Report.Verdict.PASSED) {
            new Keeping(order.keep()).write(history.rows());
        }
        clearAwayWhenNotNeeded(report);
        return report;
    }

    private void load() {
        driver.begin(order.length(), order.load());
        sink.misbehave(order.faults().contains("smtp"), order.faults().contains("slow"));
        web.misbehave(order.faults().contains("smtp"));
        nemesis.begin(order.faults());
        long deadline = System.nanoTime() + order.length().toNanos();
        while (System.nanoTime() < deadline) {
            long left = deadline - System.nanoTime();
            Rest.of(Duration.ofNanos(Math.min(left, PROGRESS_EVERY.toNanos())));
            sample();
            show();
        }
        driver.end();
        nemesis.end();
        sink.misbehave(false, false);
        web.misbehave(false);
        say("faults and load have ended; everything is brought up");
        house.bringUp();
    }

    private List<String> settle() throws SQLException {
        Rest.until(() -> driver.pending() == 0, DRIVER_PATIENCE);
        say("the driver has its answers" + (driver.pending() == 0 ? "" : ", but for " + driver.pending()));
        try (Connection connection = house.postgres().connect()) {
            return new Settling(new Database(connection), settleMax(), this::say).await();
        }
    }

    private Duration settleMax() {
        return order.mutant() == null ? Settling.SETTLE_MAX : Settling.MUTANT_SETTLE_MAX;
    }

    private History gather(List<String> stalled) throws IOException, SQLException {
        Rows rows;
        try (Connection connection = house.postgres().connect()) {
            rows = new Database(connection).rows();
        }
        say("checking " + rows.runs().size() + " runs and " + rows.envelopes().size() + " mails");
        return new History(
                driver.graphs(),
                journal.intents(),
                journal.calls(),
                sink.sessions(),
                web.requests(),
                ledger.faults(),
                rows,
                apiRuns(rows.runs()),
                List.copyOf(stuck),
                stalled);
    }

    /** A sample of runs, as the API tells them. */
    private List<ApiRun> apiRuns(List<RunRow> runs) throws IOException {
        List<RunRow> shuffled = new ArrayList<>(runs);
        Collections.shuffle(shuffled, new Random(order.seed()));
        List<ApiRun> told = new ArrayList<>();
        for (RunRow run : shuffled.subList(0, Math.min(API_SAMPLE_MAX, shuffled.size()))) {
            Node node = house.nodes().get(told.size() % house.nodes().size());
            told.add(apiRun(
                    api.must(node.url(), "GET", "/automations/" + run.automationId() + "/runs/" + run.id(), null)));
        }
        return told;
    }

    /** Steps that the run never came to have no instants and are left out. */
    private static ApiRun apiRun(JsonObject body) {
        Map<String, String> steps = new TreeMap<>();
        JsonArray all = body.getJsonArray("steps");
        for (int i = 0; i < all.size(); i++) {
            JsonObject step = all.getJsonObject(i);
            if (step.getString("started_at") != null) {
                steps.put(step.getString("key"), step.getString("status"));
            }
        }
        return new ApiRun(body.getString("id"), body.getString("status"), steps);
    }

    private void sample() {
        try (Connection connection = house.postgres().connect()) {
            stuck.addAll(new Database(connection).stuck());
        } catch (SQLException away) {
            // The database is down, by intent; the next sample finds what this one would have.
        }
    }

    private void show() {
        long acked = journal.calls().stream().filter(call -> call.isOk()).count();
        long up = house.nodes().stream().filter(Node::isReady).count();
        say("events meant " + journal.intents().size() + ", calls answered " + acked + ", unanswered yet "
                + driver.pending() + ", mail sessions " + sink.sessions().size() + ", requests "
                + web.requests().size() + ", faults "
                + ledger.faults().size() + ", nodes ready " + up + "/"
                + house.nodes().size());
    }

    private void clearAwayWhenNotNeeded(Report report) throws IOException {
        house.close();
        if (report.verdict() == Report.Verdict.PASSED && !order.keepsAlways()) {
            Directories.emptyBut(order.keep(), "report.json");
        } else {
            Directories.delete(order.keep().resolve("pg"));
        }
    }

    private void say(String what) {
        long seconds = Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds();
        progress.printf("trial %d:%02d  %s%n", seconds / 60, seconds % 60, what);
    }

    @Override
    public void close() throws IOException {
        driver.close();
        house.close();
        sink.close();
        web.close();
        journal.close();
        ledger.close();
    }
}
