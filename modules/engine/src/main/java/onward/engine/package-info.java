/**
 * The actors that move work: events in, runs on, mails out.
 *
 * <pre>
 *   IngestVerticle   NewEvent -> event rows, answered after the commit     rings the runner
 *   RunnerVerticle   event rows -> runs, trails, envelopes (MatchPass)     rings courier and timer
 *                    due runs -> their next rest (RunPass)
 *   CourierVerticle  envelopes -> a channel -> what became of them         lease, deliver, settle
 *   TimerVerticle    the next due instant -> a ring
 * </pre>
 *
 * <p>Each but ingest is a {@link onward.engine.Pump} that owns the rhythm and a {@link onward.engine.Pass} that
 * does the work. Rows are the queue and rings only say "look": the database may be killed between any two
 * commits, and every ring may be lost, and the same rows lead to the same end.
 *
 * <p>When it fails: a pass that fails is rolled back and tried again, ever slower; when single rows are at
 * fault the batch is halved until they stand alone, are named in the log and left alone for a while; those that fail
 * again and again are quarantined.
 */
package onward.engine;
