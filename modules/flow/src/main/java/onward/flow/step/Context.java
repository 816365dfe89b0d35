package onward.flow.step;

import java.time.Instant;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.fact.Scope;

/**
 * Where a step is asked: which run, which visit, what it may look at, and what time it is.
 *
 * @param facts its contact is never null: without one the machine asks no step to enter
 * @param since when, by what moved it, the run came to this step: the receipt of an event or a due instant, which is
 *     earlier than {@code now} by as much as the server was late
 * @param now the only clock
 * @param ids the only source of new ids
 */
public record Context(
        UUID projectId,
        UUID automationId,
        UUID runId,
        String stepKey,
        int visit,
        Facts facts,
        Instant since,
        Instant now,
        Ids ids) {

    /** What variable references and rules of this step see. */
    public Scope scope() {
        return new Scope(
                facts.event().payload(),
                facts.contact() == null
                        ? null
                        : facts.contact().withFallbacks(facts.catalogue().propertyFallbacks()),
                facts.past().waitEvents(),
                facts.past().outputs(),
                now);
    }
}
