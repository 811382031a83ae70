package io.vipagent.tools.doctor;

import io.vipagent.core.text.Durations;
import io.vipagent.core.text.OneLine;
import io.vipagent.tools.doctor.rules.Finding;
import java.util.List;
import java.util.Locale;

/** The report for people. What comes from files is made fit for a terminal. */
public final class ReportText {
    private static final int MAX_LINE_LENGTH = 400;

    private ReportText() {}

    /** Returns {@code report} in lines that end with a line feed. */
    public static String of(DoctorReport report) {
        StringBuilder out = new StringBuilder();
        for (Finding finding : report.findings()) {
            out.append(finding.id().severity().label().toUpperCase(Locale.ROOT))
                    .append(' ')
                    .append(finding.id())
                    .append(' ');
            line(out, finding.location());
            line(out.append("  what   "), finding.problem());
            line(out.append("  why    "), finding.id().impact());
            line(out.append("  write  "), finding.fix());
        }
        out.append(report.findings().isEmpty() ? "nothing found\n" : "");
        section(
                out,
                "down is known within",
                report.detections().stream()
                        .map(detection ->
                                detection.within().map(Durations::format).orElse("never") + " " + detection.subject()
                                        + ": " + detection.arithmetic())
                        .toList());
        section(
                out,
                "not checked",
                report.unchecked().stream()
                        .map(unchecked -> unchecked.subject() + ": " + unchecked.reason())
                        .toList());
        return out.toString();
    }

    private static void section(StringBuilder out, String head, List<String> lines) {
        out.append(lines.isEmpty() ? "" : "\n" + head + "\n");
        lines.forEach(text -> line(out.append("  "), text));
    }

    private static void line(StringBuilder out, String text) {
        out.append(OneLine.line(text, MAX_LINE_LENGTH)).append('\n');
    }
}
