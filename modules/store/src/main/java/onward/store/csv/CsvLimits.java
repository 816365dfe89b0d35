package onward.store.csv;

/** What a file of records may be. */
public final class CsvLimits {
    /** How long one record may be, header included. */
    public static final int RECORD_BYTES_MAX = 64 * 1024;

    /** How many columns a record may have. */
    public static final int COLUMNS_MAX = 250;

    private CsvLimits() {}
}
