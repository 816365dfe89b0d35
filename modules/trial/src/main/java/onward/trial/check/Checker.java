package onward.trial.check;

import onward.trial.evidence.History;

/** Holds a history against all invariants. */
public final class Checker {
    private Checker() {}

    public static Findings check(History history) {
        var index = new Index(history);
        var findings = new Findings();
        new EventChecks(index, findings).run();
        new RunChecks(index, findings).run();
        new MailChecks(index, findings).run();
        new WebChecks(index, findings).run();
        new WaitChecks(index, findings).run();
        new SurfaceChecks(index, findings).run();
        return findings;
    }
}
