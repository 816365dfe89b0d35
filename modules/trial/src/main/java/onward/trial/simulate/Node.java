package onward.trial.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One server process: what it has in memory, which is lost when it dies. */
final class Node {
    final int number;
    /** How far its own clock is off, which must decide nothing. */
    final long skew;

    final List<Task> tasks = new ArrayList<>();
    Ingest ingest;

    boolean isUp = true;
    boolean isDraining;
    long pausedUntil;

    /** Rows that failed by themselves, and until when they are left alone. */
    final Map<UUID, Long> setAside = new HashMap<>();

    /** Runs whose timers this node set; only a mutant looks at it. */
    final Map<UUID, Long> timers = new HashMap<>();

    /** Which automations are enabled, and since when that is known; only a mutant looks at it. */
    List<Rows.Span> spans;

    long spansReadAt;

    Node(int number, long skew) {
        this.number = number;
        this.skew = skew;
    }

    boolean runs(long now) {
        return isUp && now >= pausedUntil;
    }

    boolean isSetAside(UUID id, long now) {
        Long until = setAside.get(id);
        return until != null && now < until;
    }

    void forgetAll() {
        setAside.clear();
        timers.clear();
        spans = null;
    }

    @Override
    public String toString() {
        return "n" + number;
    }
}
