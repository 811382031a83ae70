package io.vipagent.core.history;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Events as columns for people: time, node, kind, text. */
public final class HistoryTable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final String NODE = "NODE";
    private static final String KIND = "KIND";

    private HistoryTable() {}

    /** Returns the table, a line for each event, with times of {@code zone}; one line where there is none. */
    public static String of(List<HistoryEvent> events, ZoneId zone) {
        if (events.isEmpty()) {
            return "no events\n";
        }
        int node = Math.max(
                NODE.length(), width(events.stream().map(HistoryEvent::node).toList()));
        int kind = Math.max(
                KIND.length(),
                width(events.stream().map(event -> event.kind().label()).toList()));
        String row = "%-23s  %-" + node + "s  %-" + kind + "s  %s%n";
        StringBuilder table = new StringBuilder(row.formatted("TIME", NODE, KIND, "WHAT"));
        events.forEach(event -> table.append(row.formatted(
                TIME.format(event.at().atZone(zone)), event.node(), event.kind().label(), event.text())));
        return table.toString();
    }

    private static int width(List<String> words) {
        return words.stream().mapToInt(String::length).max().orElse(0);
    }
}
