package io.vipagent.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.doctor.rules.DetectionTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the README tells people to write. */
class SnippetsTest {
    @Test
    void theReadmeHasNothingThatDoctorWouldMend() throws IOException {
        String keepalived = snippet("global_defs {")
                .replace(
                        "...", "interface eth0\nvirtual_router_id 51\npriority 101\nvirtual_ipaddress { 192.0.2.100 }");
        String haproxy = snippet("frontend apiserver");
        DoctorReport report =
                Doctor.examine(FactsText.parse("[keepalived.conf]\n" + keepalived + "[haproxy.cfg]\n" + haproxy
                        + "[vip-agent.yaml]\nvip-agent: {vip: [192.0.2.100], keepalived: {track-file: /run/vip-agent/track}}\n"
                        + "[files]\n/usr/local/bin/vip-agent file 0:0 755\n/run/vip-agent directory 998:998 755\n"
                        + "[host]\nusers root vip-agent\nkeepalived 2.2.7\nmount / ext4 rw\nmount /run tmpfs rw\n"));
        assertThat(report.detections())
                .extracting(DetectionTime::subject)
                .contains("vrrp_script apiserver", "haproxy apiservers/cp1");
        assertThat(report.findings()).isEmpty();
    }

    /** The indented block that begins with {@code first}. */
    private static String snippet(String first) throws IOException {
        return Files.readString(Path.of("README.md"))
                .lines()
                .dropWhile(line -> !line.equals("    " + first))
                .takeWhile(line -> line.startsWith("    "))
                .map(line -> line.substring(4) + "\n")
                .collect(Collectors.joining());
    }
}
