package onward.bench.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What was sent and answered, and when. Instants are microseconds since 1970, by this machine's clock. */
public final class Sent {
    private static final int UUID_CHARS = 36;
    private static final String ID = "\"id\":\"";

    private final long baseMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    private final long baseNanos = System.nanoTime();
    private long[] dueMicros = new long[1024];
    private long[] answeredMicros = new long[1024];
    private final Map<UUID, Integer> numbers = new HashMap<>();
    private int count;
    private int refused;
    private String refusal;
    private long endNanos;

    long begun() {
        return baseNanos;
    }

    void sent(long dueNanos) {
        if (count == dueMicros.length) {
            dueMicros = Arrays.copyOf(dueMicros, count * 2);
            answeredMicros = Arrays.copyOf(answeredMicros, count * 2);
        }
        dueMicros[count++] = micros(dueNanos);
    }

    void answered(int number, String answer) {
        answeredMicros[number] = micros(System.nanoTime());
        if (answer.startsWith("HTTP/1.1 2")) {
            int at = answer.indexOf(ID);
            if (at >= 0) {
                numbers.put(UUID.fromString(answer.substring(at + ID.length(), at + ID.length() + UUID_CHARS)), number);
            }
        } else {
            refused++;
            refusal = answer;
        }
    }

    void end() {
        endNanos = System.nanoTime();
    }

    private long micros(long nanos) {
        return baseMicros + (nanos - baseNanos) / 1_000;
    }

    /** How many were sent. */
    public int count() {
        return count;
    }

    /** How many were answered with something else than success. */
    public int refused() {
        return refused;
    }

    /** The last of those answers, or null. */
    public String refusal() {
        return refusal;
    }

    public double seconds() {
        return (endNanos - baseNanos) / 1e9;
    }

    /** The number of the request that was answered with that id; null for another's. */
    public Integer numberOf(UUID id) {
        return numbers.get(id);
    }

    /** When it was to be sent. */
    public long dueMicros(int number) {
        return dueMicros[number];
    }

    public long answeredMicros(int number) {
        return answeredMicros[number];
    }

    /** From when each was to be sent until its answer. */
    public Latencies answers() {
        var latencies = new Latencies();
        for (int i = 0; i < count; i++) {
            latencies.add(answeredMicros[i] - dueMicros[i]);
        }
        return latencies;
    }
}
