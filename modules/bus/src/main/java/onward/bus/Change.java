package onward.bus;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;

/** One thing that moved: which, how it stands now, and since when. Small, and without anything personal. */
public sealed interface Change {
    UUID projectId();

    /** The feed that tells it. */
    PublicAddress feed();

    /** The message that other programs get. */
    JsonObject message();

    /** A run was started, moved or ended. */
    record OfRun(UUID projectId, UUID automationId, UUID id, String status, Instant at) implements Change {
        @Override
        public PublicAddress feed() {
            return PublicAddress.FEED_RUNS;
        }

        @Override
        public JsonObject message() {
            return new JsonObject()
                    .put("project_id", text(projectId))
                    .put("automation_id", text(automationId))
                    .put("run_id", text(id))
                    .put("status", status)
                    .put("at", text(at));
        }
    }

    /** A run came to a step, or left it. */
    record OfStep(UUID projectId, UUID runId, String key, int visit, String status, Instant at) implements Change {
        @Override
        public PublicAddress feed() {
            return PublicAddress.FEED_STEPS;
        }

        @Override
        public JsonObject message() {
            return new JsonObject()
                    .put("project_id", text(projectId))
                    .put("run_id", text(runId))
                    .put("step", key)
                    .put("visit", visit)
                    .put("status", status)
                    .put("at", text(at));
        }
    }

    /**
     * A mail was queued by a run, or an attempt to deliver one ended.
     *
     * @param runId null for a mail that no run sent
     */
    record OfEmail(UUID projectId, UUID id, UUID runId, String status, Instant at) implements Change {
        @Override
        public PublicAddress feed() {
            return PublicAddress.FEED_EMAILS;
        }

        @Override
        public JsonObject message() {
            return new JsonObject()
                    .put("project_id", text(projectId))
                    .put("email_id", text(id))
                    .put("run_id", text(runId))
                    .put("status", status)
                    .put("at", text(at));
        }
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
