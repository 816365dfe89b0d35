package onward.bus;

/**
 * Every address on the event bus: who sends, who listens, and what is lost when a message is lost.
 * A message says "look", never "do": the row it speaks of is already committed.
 */
public enum Address {
    /** Request. Faces and integrations send {@link NewEvent}, IngestVerticle answers {@link Ingested}. Lost: the caller gets 503, nothing was promised. */
    INGEST("onward.ingest"),
    /** Ring. Whoever committed events, signals or due runs wakes RunnerVerticle. Lost: its idle poll finds them within a second. */
    WAKE_RUNNER("onward.wake.runner"),
    /** Ring. Whoever committed envelopes wakes CourierVerticle. Lost: its idle poll finds them within a second. */
    WAKE_COURIER("onward.wake.courier"),
    /** Ring. RunnerVerticle, after it committed requests to other servers, wakes CallerVerticle. Lost: its idle poll finds them within a second. */
    WAKE_CALLER("onward.wake.caller"),
    /** Ring. Who queued an import of contacts wakes ImportVerticle. Lost: its idle poll finds it within a second. */
    WAKE_IMPORTER("onward.wake.importer"),
    /** Ring. Who started a bulk action wakes BulkVerticle. Lost: its idle poll finds it within a second. */
    WAKE_BULK("onward.wake.bulk"),
    /** Ring. Whoever committed a due instant earlier than the next known wakes TimerVerticle. Lost: its idle poll finds it within a second. */
    WAKE_TIMER("onward.wake.timer"),
    /** Publish, lossy on purpose: "runs or their mails changed", for live pages. Lost: they look by themselves a little later. */
    FEED_RUNS("onward.look"),
    /** Publish, on this node alone. Runner and courier, after a commit, tell {@link Moved} to whoever feeds other programs. Lost: those hear of it when they ask. */
    MOVED("onward.moved"),
    /** Ring, on this node alone. The server stops; who holds connections open ends them. Lost: stopping takes some seconds more. */
    DRAIN("onward.drain");

    private final String text;

    Address(String text) {
        this.text = text;
    }

    /** The address as Vert.x knows it. */
    public String text() {
        return text;
    }
}
