package onward.app.rehearse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.flow.run.RehearsalReport;
import onward.flow.run.StepStatus;

/** A report for people: a line a step, and below them what it comes to. */
final class ReportPage {
    private static final List<StepStatus> STATUSES =
            List.of(StepStatus.COMPLETED, StepStatus.WAITING, StepStatus.SKIPPED, StepStatus.FAILED);

    private static final int WORST_SHOWN_MAX = 3;

    private ReportPage() {}

    static String of(Definition definition, RehearsalReport report, EventFile events, double seconds) {
        var page = new StringBuilder();
        page.append(definition.name()).append('\n');
        page.append("rehearsed over ").append(events.words());
        page.append(", in %.1f s\n\n".formatted(seconds));
        page.append(steps(report)).append('\n');
        page.append(sums(report)).append('\n');
        report.assumptions()
                .forEach(assumption ->
                        page.append("Assumed: ").append(assumption).append('\n'));
        return page.toString();
    }

    private static String steps(RehearsalReport report) {
        List<String> shown = STATUSES.stream()
                .map(StepStatus::word)
                .filter(word ->
                        report.steps().stream().anyMatch(step -> step.statuses().containsKey(word)))
                .toList();
        var table = new Table(2);
        table.row(row(List.of("step", "type"), shown, "branches"));
        report.steps()
                .forEach(step -> table.row(row(
                        List.of(step.key(), step.type()),
                        shown.stream()
                                .map(word -> number(step.statuses().get(word)))
                                .toList(),
                        counts(step.branches()))));
        return table.text();
    }

    private static List<String> row(List<String> first, List<String> numbers, String last) {
        List<String> row = new ArrayList<>(first);
        row.addAll(numbers);
        row.add(last);
        return row;
    }

    private static String number(Long count) {
        return count == null ? "-" : "%,d".formatted(count);
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> "%s %,d".formatted(count.getKey(), count.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String sums(RehearsalReport report) {
        var table = new Table(2);
        table.row(List.of("runs", "%,d of %,d people".formatted(report.runs(), report.people())));
        table.row(List.of("ended", counts(report.runStatus())));
        if (!report.refused().isEmpty()) {
            table.row(List.of("refused", counts(report.refused())));
        }
        table.row(List.of(
                "mails",
                "%,d to %,d people".formatted(report.mails(), report.mailed().size())));
        if (!report.mailed().isEmpty()) {
            table.row(List.of("worst hit", worst(report)));
        }
        if (!report.joined().isEmpty()) {
            table.row(List.of("joined", counts(report.joined())));
        }
        return table.text();
    }

    private static String worst(RehearsalReport report) {
        return report.mailed().stream()
                .limit(WORST_SHOWN_MAX)
                .map(one ->
                        "%s %,d".formatted(one.email() == null ? one.contactId().toString() : one.email(), one.mails()))
                .collect(Collectors.joining(", "));
    }

    /** The other report, and a line for each count that is not the same in both. */
    static String difference(Definition one, RehearsalReport here, Definition other, RehearsalReport there) {
        var page = new StringBuilder();
        page.append("\nAgainst ").append(other.name()).append("\n\n");
        page.append(steps(there)).append('\n');
        page.append(sums(there)).append('\n');
        List<List<String>> lines = new ArrayList<>();
        differ(lines, List.of(), here.minus(there), here.toMap(), there.toMap());
        if (lines.isEmpty()) {
            return page.append("No difference.\n").toString();
        }
        var table = new Table(1);
        table.row(List.of("difference", "now", "against", "more", ""));
        lines.forEach(table::row);
        return page.append(one.name())
                .append(", counted against it\n\n")
                .append(table.text())
                .toString();
    }

    private static void differ(
            List<List<String>> lines, List<String> place, Map<?, ?> more, Object here, Object there) {
        more.forEach((key, value) -> {
            List<String> below =
                    Stream.concat(place.stream(), Stream.of((String) key)).toList();
            Object now = at(here, key);
            Object before = at(there, key);
            if (value instanceof Map<?, ?> map) {
                differ(lines, below, map, now, before);
            } else if (value instanceof Long count && count != 0) {
                boolean isOfBoth = now != null || before != null;
                lines.add(List.of(
                        String.join(" ", below),
                        isOfBoth ? counted(now) : "",
                        isOfBoth ? counted(before) : "",
                        "%+,d".formatted(count),
                        ""));
            }
        });
    }

    private static Object at(Object map, Object key) {
        return map instanceof Map<?, ?> fields ? fields.get(key) : null;
    }

    private static String counted(Object count) {
        long number = count instanceof Long some ? some : 0;
        return "%,d".formatted(number);
    }
}
