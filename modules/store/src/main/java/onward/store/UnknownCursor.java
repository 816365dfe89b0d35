package onward.store;

import java.util.UUID;

/** A page was asked for after or before an item that the list does not have. */
public final class UnknownCursor extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final UUID id;

    public UnknownCursor(UUID id) {
        super("Expected the id of an item of the list as cursor, found " + id, null, false, false);
        this.id = id;
    }

    /** The id that is not in the list. */
    public UUID id() {
        return id;
    }
}
