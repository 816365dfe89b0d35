package onward.trial.evidence;

import java.util.List;

/**
 * All the evidence of one trial. Everything was gathered from outside: by a client, a mail server, whoever made
 * the faults, and read-only SQL.
 *
 * @param stuck runs that a sample during the trial found without a reason to move
 * @param stalled what had still not moved when the trial gave up waiting; empty when it settled
 */
public record History(
        List<Graph> graphs,
        List<Intent> intents,
        List<Call> calls,
        List<Session> sessions,
        List<Request> requests,
        List<Fault> faults,
        Rows rows,
        List<ApiRun> api,
        List<String> stuck,
        List<String> stalled) {}
