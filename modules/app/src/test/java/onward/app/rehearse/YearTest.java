package onward.app.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A year of a shop, rehearsed by the command and counted once more by plain loops over the same file, which know
 * nothing of Onward: every number is the same, to the unit.
 */
class YearTest {
    private static final String ORDERED = "order.completed";
    private static final String CANCELLED = "order.cancelled";
    private static final String CREATED = "customer.created";
    private static final long SECONDS_MAX = 10;

    private static final Path FILE = Recorded.year();
    private static List<Recorded> year;

    @TempDir
    Path folder;

    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Long> mails = new HashMap<>();

    @BeforeAll
    static void read() throws IOException {
        year = Recorded.of(FILE);
    }

    private void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    private void mail(Recorded line) {
        mails.merge(line.email(), 1L, Long::sum);
    }

    /** Later lines of the same person with that name, in the order of the file. */
    private static List<Recorded> behind(Map<String, List<Integer>> ofPerson, int index, String name) {
        List<Recorded> later = new ArrayList<>();
        for (int other : ofPerson.get(year.get(index).email())) {
            if (other > index && year.get(other).event().equals(name)) {
                later.add(year.get(other));
            }
        }
        return later;
    }

    private static Map<String, List<Integer>> linesByPerson() {
        Map<String, List<Integer>> lines = new HashMap<>();
        for (int i = 0; i < year.size(); i++) {
            lines.computeIfAbsent(year.get(i).email(), email -> new ArrayList<>())
                    .add(i);
        }
        return lines;
    }

    @Test
    void two_weeks_for_another_order_and_a_condition_on_it() throws IOException {
        Map<String, List<Integer>> ofPerson = linesByPerson();
        for (int i = 0; i < year.size(); i++) {
            Recorded start = year.get(i);
            if (!start.event().equals(ORDERED)) {
                continue;
            }
            Instant due = start.at().plus(Duration.ofDays(14));
            List<Recorded> later = behind(ofPerson, i, ORDERED);
            Recorded next = later.isEmpty() ? null : later.get(0);
            if (next == null || !next.at().isBefore(due)) {
                count("timeout");
                mail(start);
            } else if (next.amount() >= 300) {
                count("large");
                mail(start);
            } else {
                count("small");
            }
        }

        double before = cpuSeconds();
        var report = rehearsed("""
                {"name": "Another order",
                 "steps": [
                  {"key": "start", "type": "trigger", "config": {"event_name": "order.completed"}},
                  {"key": "again", "type": "wait_for_event",
                   "config": {"event_name": "order.completed", "timeout": "14 days"}},
                  {"key": "large", "type": "condition", "config": {"type": "rule",
                   "field": "wait_events.order.completed.amount", "operator": "gte", "value": 300}},
                  {"key": "thanks", "type": "send_email", "config": {"template": {"id": "thanks"}}},
                  {"key": "remind", "type": "send_email", "config": {"template": {"id": "remind"}}}],
                 "connections": [
                  {"from": "start", "to": "again"},
                  {"from": "again", "to": "large", "type": "event_received"},
                  {"from": "again", "to": "remind", "type": "timeout"},
                  {"from": "large", "to": "thanks", "type": "condition_met"}]}
                """);

        long large = counts.get("large");
        long small = counts.get("small");
        long timeout = counts.get("timeout");
        assertThat(report.getLong("runs")).isEqualTo(large + small + timeout);
        assertThat(report.getJsonObject("run_status").getMap())
                .isEqualTo(Map.of("completed", number(large + small + timeout)));
        assertThat(branches(report, "again"))
                .isEqualTo(Map.of("event_received", number(large + small), "timeout", number(timeout)));
        assertThat(branches(report, "large"))
                .isEqualTo(Map.of("condition_met", number(large), "condition_not_met", number(small)));
        assertThat(steps(report, "thanks")).isEqualTo(Map.of("completed", number(large)));
        assertThat(steps(report, "remind")).isEqualTo(Map.of("completed", number(timeout)));
        assertMails(report);
        assertThat(cpuSeconds() - before).isLessThan(SECONDS_MAX);
    }

    @Test
    void a_welcome_in_three_and_ten_days_that_a_cancellation_ends() throws IOException {
        Map<String, List<Integer>> ofPerson = linesByPerson();
        for (int i = 0; i < year.size(); i++) {
            Recorded start = year.get(i);
            if (!start.event().equals(CREATED)) {
                continue;
            }
            List<Recorded> cancellations = behind(ofPerson, i, CANCELLED);
            Instant end =
                    cancellations.isEmpty() ? Instant.MAX : cancellations.get(0).at();
            boolean isMailed = !end.isBefore(start.at().plus(Duration.ofDays(3)));
            boolean isMailedAgain = !end.isBefore(start.at().plus(Duration.ofDays(10)));
            if (isMailed) {
                count("first");
                mail(start);
            }
            if (isMailedAgain) {
                count("second");
                mail(start);
            }
            count(isMailedAgain ? "completed" : "cancelled");
        }

        var report = rehearsed("""
                {"name": "Welcome",
                 "exit": {"events": ["order.cancelled"]},
                 "steps": [
                  {"key": "start", "type": "trigger", "config": {"event_name": "customer.created"}},
                  {"key": "soon", "type": "delay", "config": {"duration": "3 days"}},
                  {"key": "first", "type": "send_email", "config": {"template": {"id": "first"}}},
                  {"key": "later", "type": "delay", "config": {"duration": "1 week"}},
                  {"key": "second", "type": "send_email", "config": {"template": {"id": "second"}}}],
                 "connections": [
                  {"from": "start", "to": "soon"},
                  {"from": "soon", "to": "first"},
                  {"from": "first", "to": "later"},
                  {"from": "later", "to": "second"}]}
                """);

        long first = counts.get("first");
        long second = counts.get("second");
        long cancelled = counts.get("cancelled");
        assertThat(report.getJsonObject("run_status").getMap())
                .isEqualTo(Map.of("completed", number(counts.get("completed")), "cancelled", number(cancelled)));
        assertThat(steps(report, "first")).isEqualTo(Map.of("completed", number(first)));
        assertThat(steps(report, "second")).isEqualTo(Map.of("completed", number(second)));
        assertThat(report.getLong("people")).isEqualTo(report.getLong("runs"));
        assertMails(report);
    }

    @Test
    void a_mail_in_ten_days_unless_one_is_on_its_way() throws IOException {
        Map<String, Instant> ends = new HashMap<>();
        for (Recorded line : year) {
            if (!line.event().equals(ORDERED)) {
                continue;
            }
            Instant end = ends.get(line.email());
            if (end != null && line.at().isBefore(end)) {
                count("refused");
            } else {
                count("runs");
                mail(line);
                ends.put(line.email(), line.at().plus(Duration.ofDays(10)));
            }
        }

        var report = rehearsed("""
                {"name": "Ten days",
                 "entry": "skip_if_running",
                 "steps": [
                  {"key": "start", "type": "trigger", "config": {"event_name": "order.completed"}},
                  {"key": "pause", "type": "delay", "config": {"duration": "10 days"}},
                  {"key": "ask", "type": "send_email", "config": {"template": {"id": "ask"}}}],
                 "connections": [{"from": "start", "to": "pause"}, {"from": "pause", "to": "ask"}]}
                """);

        assertThat(report.getLong("runs")).isEqualTo(counts.get("runs"));
        assertThat(report.getJsonObject("refused").getMap())
                .isEqualTo(Map.of("skip_if_running", number(counts.get("refused"))));
        assertThat(report.getLong("people")).isEqualTo(ends.size());
        assertMails(report);
    }

    @Test
    void a_cancellation_however_long_it_takes() throws IOException {
        Map<String, List<Integer>> ofPerson = linesByPerson();
        for (int i = 0; i < year.size(); i++) {
            if (year.get(i).event().equals(CREATED)) {
                count(behind(ofPerson, i, CANCELLED).isEmpty() ? "running" : "completed");
            }
        }

        var report = rehearsed("""
                {"name": "Open end",
                 "steps": [
                  {"key": "start", "type": "trigger", "config": {"event_name": "customer.created"}},
                  {"key": "wait", "type": "wait_for_event", "config": {"event_name": "order.cancelled"}}],
                 "connections": [{"from": "start", "to": "wait"}]}
                """);

        assertThat(report.getJsonObject("run_status").getMap())
                .isEqualTo(
                        Map.of("running", number(counts.get("running")), "completed", number(counts.get("completed"))));
        assertThat(steps(report, "wait"))
                .isEqualTo(
                        Map.of("waiting", number(counts.get("running")), "completed", number(counts.get("completed"))));
    }

    /** Of the processor: what else the machine does meanwhile is no fault of the rehearsal. */
    private static double cpuSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    private JsonObject rehearsed(String definition) throws IOException {
        Path file = folder.resolve("automation.json");
        Files.writeString(file, definition);
        var told = Commanded.rehearse(file.toString(), FILE.toString(), "--json");
        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.json().getJsonObject("events").getLong("read")).isEqualTo(year.size());
        return told.json();
    }

    private void assertMails(JsonObject report) {
        long most = mails.values().stream().mapToLong(n -> n).max().orElse(0);
        String worst = mails.entrySet().stream()
                .filter(one -> one.getValue() == most)
                .map(Map.Entry::getKey)
                .min(String::compareTo)
                .orElseThrow();
        assertThat(report.getLong("mails"))
                .isEqualTo(mails.values().stream().mapToLong(n -> n).sum());
        assertThat(report.getLong("people_mailed")).isEqualTo(mails.size());
        assertThat(report.getJsonObject("worst").getString("email")).isEqualTo(worst);
        assertThat(report.getJsonObject("worst").getLong("mails")).isEqualTo(most);
    }

    private static Map<String, Object> branches(JsonObject report, String key) {
        return report.getJsonObject("branches").getJsonObject(key).getMap();
    }

    private static Map<String, Object> steps(JsonObject report, String key) {
        return report.getJsonObject("steps").getJsonObject(key).getMap();
    }

    /** As the JSON library reads it. */
    private static Object number(long count) {
        return (int) count;
    }
}
