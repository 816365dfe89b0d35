package onward.store.json;

/** A text that is not the strict JSON we read: what is wrong, in words for its author, and where. */
public final class JsonFault extends RuntimeException {
    private final long position;

    /**
     * @param message what was expected and what was found, without the position
     * @param position characters (bytes, when the text is no UTF-8) before the fault, from 0
     */
    public JsonFault(String message, long position) {
        super(message, null, false, false);
        this.position = position;
    }

    public long position() {
        return position;
    }
}
