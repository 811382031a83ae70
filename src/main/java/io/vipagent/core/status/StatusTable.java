package io.vipagent.core.status;

import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.health.HealthText;
import io.vipagent.core.health.Phase;
import io.vipagent.core.health.TargetHealth;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.health.Verdict.Up;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The status as a table for a terminal. */
public final class StatusTable {
    private static final List<String> HEAD = List.of("TARGET", "ROLE", "STATE", "FOR", "PROBE", "STREAK", "WHY");
    private static final List<String> WIDE_HEAD =
            List.of("TARGET", "ROLE", "STATE", "FOR", "PROBE", "STREAK", "MEDIAN", "CERT UNTIL", "URL", "WHY");
    private static final double NANOS_PER_MILLI = 1e6;

    private StatusTable() {}

    /** {@code report}; lines end with a line feed. */
    public static String of(AgentStatus report) {
        return of(report, false);
    }

    /** Returns the same; {@code wide}: with every column. */
    public static String of(AgentStatus report, boolean wide) {
        HealthSnapshot view = report.view();
        List<List<String>> rows = new ArrayList<>();
        rows.add(wide ? WIDE_HEAD : HEAD);
        view.snapshots()
                .forEach(snapshot ->
                        rows.add(wide ? wide(row(snapshot, view.nanos()), snapshot) : row(snapshot, view.nanos())));
        String maintenance = view.maintenance()
                .map(reason -> "maintenance  " + reason
                        + view.drainLeft()
                                .map(left -> ", ends by itself in " + HealthText.span(left))
                                .orElse("")
                        + "\n")
                .orElse("");
        String vip = VipTable.of(report.vip(), view.nanos()).stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        return "node         " + report.node() + "\n"
                + "may hold VIP " + (view.decision().mayHoldVip() ? "yes" : "no") + " ("
                + view.decision().label()
                + "): " + HealthText.line(view.decision().answer()) + "\n"
                + maintenance
                + (view.noneServes()
                        ? "apiservers   none of those that are known serves; haproxy lets clients in unchecked\n"
                        : "")
                + vip
                + "\n"
                + Columns.layOut(rows);
    }

    private static List<String> wide(List<String> row, TargetSnapshot snapshot) {
        List<String> wide = new ArrayList<>(row.subList(0, row.size() - 1));
        OptionalLong median = snapshot.history().medianNanos();
        wide.add(median.isPresent() ? millis(median.getAsLong()) : NodeRow.NOTHING);
        wide.add(snapshot.certificate()
                .map(certificate -> certificate.notAfter().toString())
                .orElse(NodeRow.NOTHING));
        wide.add(snapshot.target().url().toString());
        wide.add(row.getLast());
        return wide;
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1fms", nanos / NANOS_PER_MILLI);
    }

    private static List<String> row(TargetSnapshot snapshot, long now) {
        TargetHealth health = snapshot.health(now);
        int passes = health.verdict().streak().passes();
        int failures = health.verdict().streak().failures();
        String took = snapshot.last().stream()
                .flatMapToLong(outcome -> outcome.phases().nanos(Phase.TOTAL).stream())
                .mapToObj(StatusTable::millis)
                .findFirst()
                .orElse("-");
        return List.of(
                health.target(),
                health.role().label(),
                HealthText.state(health),
                HealthText.span(Duration.ofNanos(now - snapshot.sinceNanos())),
                took,
                failures > 0 ? failures + " failed" : passes + " passed",
                health.verdict() instanceof Up && health.fresh() ? "" : HealthText.line(health.answer()));
    }
}
