package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table of text: the first columns to the left, numbers to the right. */
final class Table {

    private static final String GAP = "  ";

    private final int textColumns;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Integer> rules = new ArrayList<>();

    /**
     * Starts a table.
     *
     * @param textColumns how many columns, from the left, hold text
     * @param header titles of the columns; a title may have two lines
     */
    Table(int textColumns, String... header) {
        this.textColumns = textColumns;
        addHeader(List.of(header));
        rule();
    }

    private void addHeader(List<String> header) {
        int lines = header.stream()
                .mapToInt(title -> (int) title.lines().count())
                .max()
                .orElse(1);
        for (int line = 0; line < lines; line++) {
            List<String> row = new ArrayList<>();
            for (String title : header) {
                List<String> parts = title.lines().toList();
                row.add(line < parts.size() ? parts.get(line) : "");
            }
            rows.add(row);
        }
    }

    /** Adds a row with a cell for every column. */
    Table row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells in a table of " + rows.getFirst().size());
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Draws a line below the rows so far. */
    Table rule() {
        rules.add(rows.size());
        return this;
    }

    /** Prints the table. */
    void print(PrintWriter out) {
        int columns = rows.getFirst().size();
        int[] width = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                width[i] = Math.max(width[i], row.get(i).length());
            }
        }
        int total = GAP.length() * (columns - 1);
        for (int w : width) {
            total += w;
        }
        for (int r = 0; r < rows.size(); r++) {
            if (rules.contains(r)) {
                out.println("─".repeat(total));
            }
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = rows.get(r).get(i);
                String space = " ".repeat(width[i] - cell.length());
                line.append(i == 0 ? "" : GAP).append(i < textColumns ? cell + space : space + cell);
            }
            out.println(line.toString().stripTrailing());
        }
        out.flush();
    }
}
