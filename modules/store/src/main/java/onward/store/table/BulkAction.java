package onward.store.table;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onward.flow.run.RunStatus;

/**
 * What somebody does to many runs at once.
 *
 * @param items how many runs it has, written down when it was made
 * @param isWhole false where there were more such runs than it takes, or than were looked at
 * @param counts how many of them were dealt with, and how
 * @param actor as {@link onward.flow.run.Actor#toMap} tells it
 * @param startedAt null for a draft; {@code endedAt} null until it completed or was aborted
 */
public record BulkAction(
        UUID projectId,
        UUID id,
        Order order,
        Status status,
        Map<String, Object> actor,
        int items,
        boolean isWhole,
        Counts counts,
        Instant createdAt,
        Instant startedAt,
        Instant endedAt) {

    /** What is done to each run. */
    public enum Kind {
        CANCEL(Set.of(RunStatus.RUNNING)),
        RETRY(Set.of(RunStatus.FAILED, RunStatus.CANCELLED));

        private final Set<RunStatus> statuses;

        Kind(Set<RunStatus> statuses) {
            this.statuses = statuses;
        }

        /** Of which status a run has to be. */
        public Set<RunStatus> statuses() {
            return statuses;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst();
        }
    }

    /** How far it is. */
    public enum Status {
        DRAFT,
        RUNNING,
        COMPLETED,
        ABORTED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        /** Whether nothing more is done to any run. */
        public boolean isOver() {
            return this == COMPLETED || this == ABORTED;
        }
    }

    /**
     * What is asked for.
     *
     * @param automationId whose runs; null for any
     * @param statuses of the runs, some of those of its kind
     * @param options of a cancel {@code {emails}}, of a retry {@code {version, step_key}}
     * @param note why
     */
    public record Order(
            Kind kind, UUID automationId, List<RunStatus> statuses, Map<String, Object> options, String note) {}

    /** @param unchanged those that were cancelled before, {@code refused} those that are not as they would have to be */
    public record Counts(int done, int unchanged, int refused) {
        public int all() {
            return done + unchanged + refused;
        }
    }

    /** What became of one run. @param result null until it was dealt with; {@code message} why it was refused, else null */
    public record Item(UUID runId, String result, String message, Instant at) {}
}
