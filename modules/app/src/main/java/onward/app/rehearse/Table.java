package onward.app.rehearse;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells, aligned: texts on the left, numbers on the right of their columns. */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int textColumns;

    /** @param textColumns how many columns, from the first, hold texts; the last one does always */
    Table(int textColumns) {
        this.textColumns = textColumns;
    }

    void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** One line a row. */
    String text() {
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(column == 0 ? "" : GAP).append(cell(row, column));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private String cell(List<String> row, int column) {
        String text = row.get(column);
        String space = " ".repeat(width(column) - text.length());
        boolean isText = column < textColumns || column == row.size() - 1;
        return isText ? text + space : space + text;
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
