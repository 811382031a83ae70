package io.vipagent.doctor;

import io.vipagent.check.Printable;
import io.vipagent.config.Durations;
import java.util.Locale;

/** The report for people. What comes from files is made fit for a terminal. */
public final class ReportText {
    private static final int LONGEST = 400;

    private ReportText() {}

    /** {@code report} in lines that end with a line feed. */
    public static String of(Report report) {
        StringBuilder out = new StringBuilder();
        for (Finding finding : report.findings()) {
            out.append(finding.id().severity().label().toUpperCase(Locale.ROOT))
                    .append(' ')
                    .append(finding.id())
                    .append(' ');
            line(out, finding.where());
            line(out.append("  what   "), finding.what());
            line(out.append("  why    "), finding.id().why());
            line(out.append("  write  "), finding.write());
        }
        out.append(report.findings().isEmpty() ? "nothing found\n" : "");
        report.detections().forEach(detection -> {
            out.append(out.indexOf("\ndown is known") < 0 ? "\ndown is known within\n" : "");
            line(
                    out.append("  "),
                    Durations.format(detection.within()) + "  " + detection.subject() + ": " + detection.arithmetic());
        });
        report.unchecked().forEach(unchecked -> {
            out.append(out.indexOf("\nnot checked") < 0 ? "\nnot checked\n" : "");
            line(out.append("  "), unchecked.subject() + ": " + unchecked.reason());
        });
        return out.toString();
    }

    private static void line(StringBuilder out, String text) {
        out.append(Printable.line(text, LONGEST)).append('\n');
    }
}
