package onward.store.csv;

/**
 * Counts the records of a file as its bytes go by, in any pieces. A line break inside quotes ends no record; an empty
 * line is none.
 */
public final class CsvTally {
    private int records;
    private int length;
    private boolean isQuoted;
    private boolean isBlank = true;

    /** Takes the next bytes; a {@link CsvFault} as soon as a record is longer than {@link CsvLimits#RECORD_BYTES_MAX}. */
    public void add(byte[] bytes) {
        for (byte next : bytes) {
            add(next);
        }
    }

    private void add(byte next) {
        if (next == '\n' && !isQuoted) {
            end();
            return;
        }
        isQuoted ^= next == '"';
        isBlank &= next == '\r';
        if (++length > CsvLimits.RECORD_BYTES_MAX) {
            throw new CsvFault("Expected records of at most " + CsvLimits.RECORD_BYTES_MAX
                    + " bytes, found a longer one after " + records + ". Is a quotation mark not closed?");
        }
    }

    private void end() {
        records += isBlank ? 0 : 1;
        length = 0;
        isBlank = true;
    }

    /** How many records there were, the header being one, when nothing more comes. */
    public int records() {
        return records + (isBlank ? 0 : 1);
    }
}
