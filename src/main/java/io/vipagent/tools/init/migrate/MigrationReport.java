package io.vipagent.tools.init.migrate;

import io.vipagent.config.RawOption;
import io.vipagent.tools.conf.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was found, for people. The password is not in it. */
public final class MigrationReport {
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
        text.append("Read from what is there:\n");
        effective(found, asked).forEach((option, values) -> {
            for (RawOption value : values) {
                row(option, value.text(), asked.containsKey(option) ? given(option, found, values) : place(value));
            }
        });
        found.password().ifPresent(password -> row("password", HIDDEN, place(password)));
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

    private void row(String name, String value, String from) {
        text.append("  %-12s %-28s %s".formatted(name, value, from).stripTrailing())
                .append('\n');
    }

    private void list(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append(title).append(":\n");
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        }
    }
}
