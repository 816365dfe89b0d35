package onward.web.leave;

/** A topic as the page shows it: a box that is ticked while the person takes it. */
public record TopicRow(String id, String name, String description, boolean isTaken) {}
