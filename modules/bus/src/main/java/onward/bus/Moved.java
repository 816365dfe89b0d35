package onward.bus;

import java.util.List;

/** What one pass committed, for those who follow along. */
public record Moved(List<Change> changes) implements Message {
    public Moved {
        changes = List.copyOf(changes);
    }
}
