package onward.bench.micro;

import java.util.List;
import java.util.Random;
import onward.flow.fact.Ids;
import onward.flow.graph.Automation;
import onward.flow.run.Decision;
import onward.flow.run.Machine;
import onward.flow.run.Run;
import onward.flow.run.RunStatus;
import onward.flow.step.Facts;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A whole run of W1: trigger, mail, condition, mail, in one turn. */
@State(Scope.Benchmark)
public class MachineBenchmark {
    private final Automation automation = Scene.automation();
    private final Facts facts = Scene.facts();
    private final Ids ids = Ids.from(new Random(7));

    /** A run that failed at once would be fast, too. */
    @Setup
    public void mustComplete() {
        Decision decision = advance();
        if (decision.run().status() != RunStatus.COMPLETED || decision.effects().size() != 2) {
            throw new IllegalStateException("Expected a completed run with two mails, found " + decision);
        }
    }

    @Benchmark
    public Decision advance() {
        Run run = Machine.start(
                ids.next(Scene.NOW), Scene.ID, Scene.ID, facts.event(), facts.contact(), automation, Scene.NOW);
        return Machine.advance(run, List.of(), automation, facts, Scene.NOW, ids);
    }
}
