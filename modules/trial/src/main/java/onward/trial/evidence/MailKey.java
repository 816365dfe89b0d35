package onward.trial.evidence;

/** Sender and recipient: every step of every automation has a sender of its own, every run a recipient of its own. */
public record MailKey(String from, String to) {}
