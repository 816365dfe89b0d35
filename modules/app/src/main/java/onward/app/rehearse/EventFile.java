package onward.app.rehearse;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import onward.app.config.BadConfig;
import onward.flow.fact.Event;
import onward.flow.run.Rehearsal;

/**
 * Recorded events out of a file, in the order in which they happened; of one instant, in that of the file. A line that
 * repeats an idempotency key counts once, as on the server. Events that concern no automation are checked and counted,
 * and not kept.
 */
final class EventFile {
    private static final int FAULTS_SHOWN_MAX = 5;
    private static final long LINES_BETWEEN_LOOKS = 5_000;

    private final Path file;
    private final Span span;
    private final Predicate<String> concerns;
    private final List<Event> events = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private long lines;
    private long bad;
    private long inSpan;
    private long duplicates;
    private boolean isInOrder = true;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    private EventFile(Path file, Span span, Predicate<String> concerns) {
        this.file = file;
        this.span = span;
        this.concerns = concerns;
    }

    /**
     * Reads all of it, or refuses the command with the first lines that are wrong.
     *
     * @param span which instants count
     * @param concerns whether events of that name are to be kept
     * @param progress is told now and then what part was read, and how many lines
     */
    static EventFile read(Path file, Span span, Predicate<String> concerns, BiConsumer<Double, Long> progress) {
        var read = new EventFile(file, span, concerns);
        try (var reader = new LineReader(file)) {
            read.readAll(reader, progress);
        } catch (IOException e) {
            throw new BadConfig(List.of(file + ": expected a file that can be read to its end, found behind line "
                    + read.lines + ": " + e));
        }
        read.check();
        return read;
    }

    private void readAll(LineReader reader, BiConsumer<Double, Long> progress) throws IOException {
        for (String text = reader.next(); text != null; text = reader.next()) {
            lines++;
            if (reader.wasCut()) {
                fault("expected at most " + LineReader.LINE_CHARS_MAX + " characters, found more");
            } else if (!text.isBlank()) {
                line(text);
            }
            if (events.size() > Rehearsal.EVENTS_MAX) {
                throw new BadConfig(List.of(file + ": expected at most " + Rehearsal.EVENTS_MAX
                        + " events that concern the automation, found more. Rehearse a part of them with --at."));
            }
            if (lines % LINES_BETWEEN_LOOKS == 0) {
                progress.accept(reader.fraction(), lines);
            }
        }
    }

    private void line(String text) {
        try {
            take(EventLine.read(text, lines));
        } catch (EventLine.Fault e) {
            fault(e.getMessage());
        }
    }

    private void fault(String message) {
        bad++;
        if (faults.size() < FAULTS_SHOWN_MAX) {
            faults.add(file + ", line " + lines + ": " + message + ".");
        }
    }

    private void take(EventLine line) {
        Instant at = line.event().receivedAt();
        if (!span.contains(at)) {
            return;
        }
        inSpan++;
        isInOrder = isInOrder && !at.isBefore(last);
        first = at.isBefore(first) ? at : first;
        last = at.isAfter(last) ? at : last;
        if (!concerns.test(line.event().name())) {
            return;
        }
        if (line.key() != null && !keys.add(line.key())) {
            duplicates++;
        } else {
            events.add(line.event());
        }
    }

    private void check() {
        if (bad > faults.size()) {
            faults.add(file + ": and " + (bad - faults.size()) + " lines more.");
        }
        if (!faults.isEmpty()) {
            throw new BadConfig(faults);
        }
        if (!isInOrder) {
            events.sort(Comparator.comparing(Event::receivedAt));
        }
    }

    /** What is to be rehearsed. */
    List<Event> events() {
        return events;
    }

    /** In words: {@code 26,529 events, 2010-12-01T08:26:00Z to 2011-12-09T12:50:00Z}. */
    String words() {
        String counted = "%,d events".formatted(inSpan);
        return inSpan == 0 ? counted : counted + ", " + first + " to " + last;
    }

    /** In plain values. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("read", inSpan);
        map.put("concerned", (long) events.size());
        map.put("duplicates", duplicates);
        map.put("first", inSpan == 0 ? null : first.toString());
        map.put("last", inSpan == 0 ? null : last.toString());
        return map;
    }
}
