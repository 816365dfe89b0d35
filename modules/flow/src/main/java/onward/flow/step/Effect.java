package onward.flow.step;

import onward.flow.message.Envelope;

/** Something a step wants done beside moving on; saved in the same transaction as the step's completion. */
public sealed interface Effect {

    /** Put a sealed message into the outbox. */
    record Seal(Envelope envelope) implements Effect {}
}
