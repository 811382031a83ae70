package io.vipagent.tools.init.migrate;

import io.vipagent.config.RawOption;
import io.vipagent.core.text.FirstLines;
import io.vipagent.core.text.OneLine;
import io.vipagent.tools.conf.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was found, for people. The password is not in it. */
public final class MigrationReport {
    /** More than any node's files give; a file of a megabyte may give thirty thousand. */
    static final int MAX_LINES = 300;

    private static final int MAX_LINE_LENGTH = 500;
    private static final String HIDDEN = "********";

    private final StringBuilder text = new StringBuilder();

    private MigrationReport() {}

    /** {@code asked}: what somebody has given, which stands. */
    public static String of(MigrationResult found, Map<String, List<RawOption>> asked) {
        MigrationReport report = new MigrationReport();
        report.values(found, asked);
        report.list(
                "Not carried over",
                found.left().stream().map(MigrationResult.Leftover::toString).toList());
        report.list(
                "Not understood; everything else was read",
                found.faults().stream().map(Fault::toString).toList());
        report.list("Good to know", found.remarks());
        return report.text.toString();
    }

    /** Returns what the new files say in another way, and how soon a fault is known; for people. */
    public static String of(List<Difference> differences, List<String> detection) {
        MigrationReport report = new MigrationReport();
        report.list(
                "Different in the new files",
                differences.stream().map(Difference::toString).toList());
        report.list("How soon a fault is known, at the latest", detection);
        return report.text.toString();
    }

    /** Returns the options that count: what somebody has given, else what was found. */
    public static Map<String, List<RawOption>> effective(MigrationResult found, Map<String, List<RawOption>> asked) {
        Map<String, List<RawOption>> all = new LinkedHashMap<>(found.options());
        all.putAll(asked);
        return all;
    }

    private void values(MigrationResult found, Map<String, List<RawOption>> asked) {
        List<String> rows = new ArrayList<>();
        effective(found, asked).forEach((option, values) -> {
            String given = asked.containsKey(option) ? given(option, found, values) : "";
            for (RawOption value : values) {
                rows.add(row(option, value.text(), given.isEmpty() ? place(value) : given));
            }
        });
        found.password().ifPresent(password -> rows.add(row("password", HIDDEN, place(password))));
        list("Read from what is there", rows);
    }

    private static String given(String option, MigrationResult found, List<RawOption> values) {
        List<RawOption> read = found.options().getOrDefault(option, List.of());
        boolean same = read.stream()
                .map(RawOption::text)
                .toList()
                .equals(values.stream().map(RawOption::text).toList());
        return read.isEmpty() || same || option.equals("node")
                ? "given"
                : "given; the files say "
                        + read.stream()
                                .map(each -> each.text() + " (" + place(each) + ")")
                                .collect(Collectors.joining(", "));
    }

    private static String place(RawOption value) {
        return value.place().orElse("");
    }

    private static String row(String name, String value, String from) {
        return "%-12s %-28s %s".formatted(name, value, from).stripTrailing();
    }

    private void list(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append(title).append(":\n");
            FirstLines.of(lines, MAX_LINES)
                    .forEach(line -> text.append("  ")
                            .append(OneLine.shortened(line, MAX_LINE_LENGTH))
                            .append('\n'));
        }
    }
}
