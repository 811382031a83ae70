package io.vipagent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A Markdown table whose first column is words and whose others are numbers, or a dash where there is none. */
final class Table {
    private final int columns;
    private final List<String> lines = new ArrayList<>();

    Table(String... headings) {
        columns = headings.length;
        line(List.of(headings));
        lines.add("|---|" + "---:|".repeat(columns - 1));
    }

    Table row(Object... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
        }
        line(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }

    private void line(List<?> cells) {
        lines.add("| " + String.join(" | ", cells.stream().map(Table::text).toList()) + " |");
    }

    private static String text(Object cell) {
        return cell instanceof Double number ? number(number) : cell.toString();
    }

    /** Three digits that count, so that nobody reads more into a number than was measured. */
    static String number(double number) {
        if (Double.isNaN(number)) {
            return "–";
        }
        double size = Math.abs(number);
        String format = size >= 100 || size == 0 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f";
        String text = String.format(Locale.ROOT, format, number);
        return text.matches("-0[.0]*") ? text.substring(1) : text;
    }
}
