package onward.trial.check;

/**
 * A promise that was broken.
 *
 * @param invariant like {@code I-13}
 * @param id of what it was broken for
 * @param text what was expected and what was found
 */
public record Violation(String invariant, String id, String text) {}
