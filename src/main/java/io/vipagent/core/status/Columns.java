package io.vipagent.core.status;

import java.util.ArrayList;
import java.util.List;

/** Rows of words as columns, two spaces apart. */
final class Columns {
    private Columns() {}

    /** {@code rows}, of which the first is the longest; lines end with a line feed and not with spaces. */
    static String layOut(List<List<String>> rows) {
        int[] widths = widths(rows);
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    /** Returns how wide each column must be. */
    static int[] widths(List<List<String>> rows) {
        int[] widths = new int[rows.isEmpty() ? 0 : rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    /**
     * Returns the words of {@code line}, of which two are at least two spaces apart, by the columns that {@code head}
     * begins.
     */
    static List<String> read(String head, String line) {
        List<Integer> begins = new ArrayList<>();
        for (int i = 0; i < head.length(); i++) {
            if (head.charAt(i) != ' ' && (i == 0 || i > 1 && head.charAt(i - 1) == ' ' && head.charAt(i - 2) == ' ')) {
                begins.add(i);
            }
        }
        List<String> words = new ArrayList<>();
        for (int i = 0; i < begins.size(); i++) {
            int from = Math.min(begins.get(i), line.length());
            int to = i + 1 < begins.size() ? Math.min(begins.get(i + 1), line.length()) : line.length();
            words.add(line.substring(from, to).strip());
        }
        return words;
    }
}
