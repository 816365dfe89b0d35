package onward.trial.check;

import java.util.Map;
import java.util.TreeMap;
import onward.trial.evidence.ApiRun;
import onward.trial.evidence.Rows.RunRow;

/** The public API tells of a run what the database says. */
final class SurfaceChecks {
    private final Index index;
    private final Findings findings;

    SurfaceChecks(Index index, Findings findings) {
        this.index = index;
        this.findings = findings;
    }

    void run() {
        index.history.api().forEach(this::check);
    }

    private void check(ApiRun told) {
        RunRow run = index.runs.get(told.id());
        findings.count("runs asked for", 1);
        if (run == null || !run.status().equals(told.status())) {
            findings.violated("I-31", told.id(), "Expected " + run + ", the API tells " + told.status());
            return;
        }
        Map<String, String> steps = new TreeMap<>();
        index.trail(run).forEach(entry -> steps.put(entry.stepKey(), entry.status()));
        if (!steps.equals(new TreeMap<>(told.steps()))) {
            findings.violated("I-31", told.id(), "Expected the steps " + steps + ", the API tells " + told.steps());
        }
    }
}
