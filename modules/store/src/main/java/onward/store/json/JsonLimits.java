package onward.store.json;

/** How much of anything one JSON text may hold. What is beyond is refused while it is read, not after. */
public final class JsonLimits {
    /** Objects and arrays inside one another. */
    public static final int DEPTH_MAX = 64;

    /** Keys of one object. */
    public static final int KEYS_PER_OBJECT_MAX = 10_000;

    /** Values of one text, at every depth, objects and arrays included. */
    public static final int ELEMENTS_MAX = 100_000;

    /** Characters of one number. */
    public static final int NUMBER_CHARS_MAX = 100;

    /** The written exponent of a number, either sign: what a double can hold, so that nobody has to expand 1e999999999. */
    public static final int EXPONENT_MAX = 308;

    private JsonLimits() {}

    /** How long a text may be: what holds the largest file of a mail; mostly the body's own limit comes first. */
    public static final int STRING_CHARS_MAX = 64 * 1024 * 1024;
}
