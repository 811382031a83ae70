package io.vipagent.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;

/** Has doctor judge texts, for tests that live elsewhere. */
public final class DoctorReading {
    private DoctorReading() {}

    /** Both reports about a node that has these files; a line that would begin other facts is left out. */
    public static void read(String keepalived, String haproxy) {
        DoctorReport report = Doctor.examine(FactsText.parse(
                "[keepalived.conf]\n" + withoutSections(keepalived) + "\n[haproxy.cfg]\n" + withoutSections(haproxy)));
        assertThat(ReportText.of(report)).isNotBlank();
        assertThat(ReportJson.of(report)).isNotBlank();
    }

    private static String withoutSections(String text) {
        return text.lines().filter(line -> !line.startsWith("[")).collect(Collectors.joining("\n"));
    }
}
