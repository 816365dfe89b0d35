package onward.api;

/** How a face says no: the status and the body that a refusal has there. */
@FunctionalInterface
public interface Refusing {
    Answer of(Refusal refusal);
}
