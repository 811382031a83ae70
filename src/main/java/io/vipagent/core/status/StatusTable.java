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
import java.util.stream.Collectors;

/** The status as a table for a terminal. */
public final class StatusTable {
    private static final List<String> HEAD = List.of("TARGET", "ROLE", "STATE", "FOR", "PROBE", "IN A ROW", "WHY");

    private StatusTable() {}

    /** {@code report}; lines end with a line feed. */
    public static String of(AgentStatus report) {
        HealthSnapshot view = report.view();
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        view.snapshots().forEach(snapshot -> rows.add(row(snapshot, view.nanos())));
        String maintenance = view.maintenance()
                .map(reason -> "maintenance  " + reason + "\n")
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
                + layOut(rows);
    }

    private static List<String> row(TargetSnapshot snapshot, long now) {
        TargetHealth health = snapshot.health(now);
        int passes = health.verdict().streak().passes();
        int failures = health.verdict().streak().failures();
        String took = snapshot.last().stream()
                .flatMapToLong(outcome -> outcome.phases().nanos(Phase.TOTAL).stream())
                .mapToObj(nanos -> String.format(Locale.ROOT, "%.1fms", nanos / 1e6))
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

    private static String layOut(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
