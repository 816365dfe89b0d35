package onward.store.csv;

/** The bytes are no file of records, or one too large; the message is for who sent it. */
public final class CsvFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CsvFault(String message) {
        super(message, null, false, false);
    }
}
