package io.vipagent.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.doctor.facts.Skipped;
import io.vipagent.tools.doctor.rules.DetectionTime;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoctorReportTest {
    private static final DoctorReport NOTHING = new DoctorReport(List.of(), List.of(), List.of());
    private static final DoctorReport ALL = new DoctorReport(
            List.of(new Finding(FindingId.PRIORITY_255, "f:1", "a\u001b[31m\nb", "priority 254")),
            List.of(new Skipped("x", "why"), new Skipped("y", "why not")),
            List.of(
                    new DetectionTime("target local", Optional.of(Duration.ofMillis(3500)), "2s + 1500ms"),
                    new DetectionTime("b", Optional.of(Duration.ofSeconds(1)), "c")));

    @Test
    void isWrittenForPeople() {
        assertThat(ReportText.of(ALL)).isEqualTo("""
                ERROR PRIORITY_255 f:1
                  what   a [31m b
                  why    255 means owner of the address: scripts and weights do not change it, so the VIP never leaves.
                  write  priority 254

                down is known within
                  3500ms target local: 2s + 1500ms
                  1s b: c

                not checked
                  x: why
                  y: why not
                """);
        assertThat(ReportText.of(NOTHING)).isEqualTo("nothing found\n");
    }

    @Test
    void isWrittenForMachines() {
        assertThat(ReportJson.of(ALL))
                .contains(
                        "\"worst\" : \"error\"",
                        "\"id\" : \"PRIORITY_255\"",
                        "\"where\" : \"f:1\"",
                        "\"seconds\" : 3.5")
                .contains(
                        "\"subject\" : \"y\"",
                        "\"reason\" : \"why not\"",
                        "\"arithmetic\" : \"c\"",
                        "\"write\" : \"priority 254\"")
                .endsWith("}\n");
        assertThat(ReportJson.of(NOTHING)).contains("\"worst\" : \"none\"", "\"findings\" : [ ]");
    }

    @Test
    void tellsTheArithmeticOfEveryCheck() {
        DoctorReport report = Doctor.examine(FactsText.parse("""
                [keepalived.conf]
                vrrp_script a {
                    script "/x/vip-agent check"
                    interval 2
                    fall 2
                }
                vrrp_script b {
                    script /b
                    interval 3
                    fall 10
                }
                vrrp_script nobody_tracks { script /c }
                vrrp_instance V {
                    track_script {
                        a
                        b
                    }
                }
                [haproxy.cfg]
                backend k
                    option httpchk
                    server s 192.0.2.1:6443 check
                    server t 192.0.2.1:6443
                listen l
                    server u 192.0.2.1:6443 check
                backend ingress
                    server v 192.0.2.1:80 check
                [vip-agent.yaml]
                vip-agent: {targets: {local: {interval: 1s}}}
                """));
        assertThat(report.detections())
                .containsExactly(
                        new DetectionTime("target local", Optional.of(Duration.ofSeconds(4)), "1s + 1s * (3 - 1) + 1s"),
                        new DetectionTime("vrrp_script a", Optional.of(Duration.ofSeconds(8)), "the agent, and 2s * 2"),
                        new DetectionTime("vrrp_script b", Optional.of(Duration.ofSeconds(30)), "3s * (10 - 1) + 3s"),
                        new DetectionTime("haproxy k/s", Optional.of(Duration.ofSeconds(12)), "(2s + 2s) * 3"),
                        new DetectionTime(
                                "haproxy l/u",
                                Optional.empty(),
                                "a server that hangs: a TCP connection alone is asked for; one that refuses within (2s + 2s) * 3"));
        assertThat(ReportText.of(report)).contains("\n  never haproxy l/u: a server that hangs: a TCP connection");
        assertThat(ReportJson.of(report)).contains("\"seconds\" : null");
        assertThat(Doctor.examine(FactsText.parse("[vip-agent.yaml]\n")).detections())
                .containsExactly(new DetectionTime(
                        "target local", Optional.of(Duration.ofMillis(3500)), "500ms + 1s * (3 - 1) + 1s"));
    }
}
