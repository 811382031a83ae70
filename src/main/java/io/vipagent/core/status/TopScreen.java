package io.vipagent.core.status;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One screen of {@code vip-agent top}: the cluster's table with a header, in so many columns and lines, and a mark at
 * what changed since the screen before. Colour never says anything alone: the words are there, and a changed line
 * begins with {@code >}.
 */
public final class TopScreen {
    /** How the screen is. */
    public record ScreenForm(int width, int height, boolean colour) {}

    /**
     * What stands above the table.
     *
     * @param time of this screen
     * @param interval in words
     * @param paused whether it stands still
     * @param keys whether keys are heard
     */
    public record Header(ZonedDateTime time, String interval, boolean paused, boolean keys) {}

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final String RESET = "\033[0m";
    private static final String BOLD = "\033[1m";
    private static final String REVERSE = "\033[7m";
    private static final String RED = "\033[31m";
    private static final String GREEN = "\033[32m";
    private static final String YELLOW = "\033[33m";

    /** Differs at every look, and says nothing by it. */
    private static final Set<String> RESTLESS = Set.of("CLOCK");

    private static final int MIN_NAME_WIDTH = 6;

    private final ScreenForm look;
    private final List<String> lines = new ArrayList<>();

    private TopScreen(ScreenForm look) {
        this.look = look;
    }

    /**
     * Returns the screen for {@code text}, which {@link ClusterTable} wrote, in lines that end with a line feed.
     *
     * @param before the text of the screen before, if there was one
     */
    public static String of(String text, Optional<String> before, Header header, ScreenForm look) {
        TopScreen screen = new TopScreen(look);
        screen.head(header);
        Parsed now = Parsed.of(text);
        Parsed then = before.map(Parsed::of).orElse(now);
        for (String line : now.words) {
            screen.line(line, !then.words.contains(line), colour(line));
        }
        if (!now.rows.isEmpty()) {
            screen.line("", false, "");
            screen.table(now, then);
        }
        StringBuilder out = new StringBuilder();
        screen.lines.stream()
                .limit(Math.max(1, look.height - 1))
                .forEach(line -> out.append(line).append('\n'));
        return out.toString();
    }

    /** The text in its parts: the lines above the table, and the table's rows with their head first. */
    private record Parsed(List<String> words, List<List<String>> rows) {
        static Parsed of(String text) {
            List<String> words = new ArrayList<>();
            List<List<String>> rows = new ArrayList<>();
            String head = "";
            for (String raw : text.split("\n", -1)) {
                String line = printable(raw).stripTrailing();
                if (head.isEmpty() && line.startsWith(ClusterTable.NODE + " ")) {
                    head = line;
                }
                if (!head.isEmpty() && !line.isEmpty()) {
                    rows.add(Columns.read(head, line));
                } else if (!line.isEmpty()) {
                    words.add(line);
                }
            }
            return new Parsed(words, rows);
        }

        /** Returns the cells by node and column. */
        Map<String, String> cells() {
            Map<String, String> cells = new HashMap<>();
            for (List<String> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    cells.put(row.getFirst() + "\n" + rows.getFirst().get(i), row.get(i));
                }
            }
            return cells;
        }

        private static String printable(String line) {
            StringBuilder out = new StringBuilder(line.length());
            line.chars().forEach(c -> out.append(c < ' ' || c > '~' ? '?' : (char) c));
            return out.toString();
        }
    }

    private void head(Header header) {
        String keys = header.keys ? "q quit, p " + (header.paused ? "go on" : "pause") : "";
        String left = "vip-agent top  " + TIME.format(header.time) + "  every " + header.interval
                + (header.paused ? "  PAUSED" : "");
        int gap = look.width - left.length() - keys.length();
        String line = gap < 1 || keys.isEmpty() ? left : left + " ".repeat(gap) + keys;
        lines.add(painted(cut(line), BOLD));
        lines.add("");
    }

    private void table(Parsed now, Parsed then) {
        List<List<String>> rows = now.rows;
        int[] widths = Columns.widths(rows);
        int tooWide = 2 + Arrays.stream(widths).sum() + 2 * (widths.length - 1) - look.width;
        if (tooWide > 0) {
            widths[0] = Math.max(MIN_NAME_WIDTH, widths[0] - tooWide);
        }
        Map<String, String> before = then.cells();
        Set<String> nodes = new HashSet<>();
        then.rows.forEach(row -> nodes.add(row.getFirst()));
        for (List<String> row : rows) {
            boolean head = row == rows.getFirst();
            boolean fresh = !nodes.contains(row.getFirst());
            boolean changed = false;
            StringBuilder line = new StringBuilder();
            int used = 2;
            for (int i = 0; i < row.size() && used < look.width; i++) {
                String column = rows.getFirst().get(i);
                String word = row.get(i);
                String old = before.getOrDefault(row.getFirst() + "\n" + column, "");
                boolean marked = !head && !RESTLESS.contains(column) && (fresh || !word.equals(old));
                changed |= marked;
                String shown = word.length() > widths[i] ? word.substring(0, widths[i] - 1) + "~" : word;
                shown = shown.substring(0, Math.min(shown.length(), look.width - used));
                line.append(painted(shown, (head ? BOLD : colour(word)) + (marked ? REVERSE : "")));
                used += shown.length();
                int pad = Math.min(widths[i] - shown.length() + 2, look.width - used);
                if (i + 1 < row.size() && pad > 0) {
                    line.append(" ".repeat(pad));
                    used += pad;
                }
            }
            lines.add((changed ? "> " : "  ") + line.toString().stripTrailing());
        }
    }

    private void line(String text, boolean changed, String colour) {
        lines.add(text.isEmpty() ? "" : painted(cut((changed ? "> " : "  ") + text), colour));
    }

    private String cut(String line) {
        return line.length() > look.width ? line.substring(0, Math.max(1, look.width - 1)) + "~" : line;
    }

    private String painted(String text, String colour) {
        return look.colour && !colour.isEmpty() && !text.isEmpty() ? colour + text + RESET : text;
    }

    private static String colour(String word) {
        if (word.startsWith("fault ")) {
            return RED;
        }
        if (word.startsWith("look at ")) {
            return YELLOW;
        }
        if (word.startsWith("all is well")) {
            return GREEN;
        }
        return switch (word.split(" ", 2)[0]) {
            case "up", "yes", "granted", "MASTER", "alive" -> GREEN;
            case "down", "denied", "stale", "expired", "FAULT", "frozen", "gone" -> RED;
            case "slow", "starting", "held", "bootstrap", "?" -> YELLOW;
            default -> "";
        };
    }
}
