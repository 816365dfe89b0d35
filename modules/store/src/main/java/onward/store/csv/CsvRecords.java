package onward.store.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes records out of a piece of a file, as far as they are whole. */
public final class CsvRecords {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final String SEPARATORS = ",;\t";

    /**
     * One record.
     *
     * @param fields their texts; null when the record is no UTF-8 or has too many
     * @param end where in the piece the next one begins
     */
    public record CsvRecord(List<String> fields, int end) {}

    private final byte[] piece;
    private final boolean isLast;
    private int at;

    /**
     * @param isLast whether the file ends with this piece, so that a record need not end with a line break
     */
    public CsvRecords(byte[] piece, boolean isLast) {
        this.piece = piece;
        this.isLast = isLast;
    }

    /** The separator of a file by its header: whichever of comma, semicolon and tab comes first outside quotes. */
    public static char separatorOf(byte[] piece) {
        boolean isQuoted = false;
        for (byte next : piece) {
            isQuoted ^= next == '"';
            if (!isQuoted && SEPARATORS.indexOf(next) >= 0) {
                return (char) next;
            }
            if (!isQuoted && next == '\n') {
                return ',';
            }
        }
        return ',';
    }

    /** The next record that is not an empty line; null when the piece holds no further whole one. */
    public CsvRecord next(char separator) {
        while (at < piece.length) {
            int end = end();
            if (end < 0) {
                return null;
            }
            int from = at;
            at = Math.min(end + 1, piece.length);
            if (!isBlank(from, end)) {
                return new CsvRecord(fields(from, end, separator), at);
            }
        }
        return null;
    }

    private int end() {
        boolean isQuoted = false;
        for (int i = at; i < piece.length; i++) {
            isQuoted ^= piece[i] == '"';
            if (piece[i] == '\n' && !isQuoted) {
                return i;
            }
        }
        return isLast ? piece.length : -1;
    }

    private boolean isBlank(int from, int end) {
        for (int i = from; i < end; i++) {
            if (piece[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private List<String> fields(int from, int end, char separator) {
        int start = from == 0 && startsWithMark() ? BYTE_ORDER_MARK.length : from;
        int stop = end > start && piece[end - 1] == '\r' ? end - 1 : end;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(piece, start, stop - start))
                    .toString();
            List<String> fields = split(text, separator);
            return fields.size() <= CsvLimits.COLUMNS_MAX ? fields : null;
        } catch (CharacterCodingException e) {
            return null; // Said by null: the caller counts it as a record that failed.
        }
    }

    private boolean startsWithMark() {
        return piece.length >= BYTE_ORDER_MARK.length
                && piece[0] == BYTE_ORDER_MARK[0]
                && piece[1] == BYTE_ORDER_MARK[1]
                && piece[2] == BYTE_ORDER_MARK[2];
    }

    /** Quotes around a field are taken off, two of them inside mean one. */
    private static List<String> split(String text, char separator) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '"') {
                boolean isDoubled = isQuoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (isDoubled) {
                    field.append(next);
                    i++;
                } else {
                    isQuoted = !isQuoted;
                }
            } else if (next == separator && !isQuoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(next);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
