package io.vipagent.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.platform.time.Growth;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reading files and judging them stays linear in their length.
 */
class GrowthOfDoctorTest {
    private static final int FEW = 1_000;

    private static final Map<String, IntFunction<String>> SHAPES = Map.ofEntries(
            Map.entry(
                    "servers of a backend",
                    count -> "[haproxy.cfg]\nbackend apiservers\n    option httpchk GET /readyz\n"
                            + each(count, "    server cp%d 192.0.2.1:6443 check check-ssl verify none inter 2s\n")),
            Map.entry(
                    "servers without a check",
                    count -> "[haproxy.cfg]\nbackend apiservers\n" + each(count, "    server cp%1$d 192.0.2.1:%1$d\n")),
            Map.entry(
                    "backends",
                    count -> "[haproxy.cfg]\n"
                            + each(count, "backend apiserver%d\n    server a 192.0.2.1:6443 check\n")),
            Map.entry("instances with a script each", count -> "[keepalived.conf]\n" + each(count / 4, """
                            vrrp_script s%1$d {
                                script "/bin/x%1$d"
                            }
                            vrrp_instance VI_%1$d {
                                state BACKUP
                                interface eth0
                                virtual_router_id 51
                                virtual_ipaddress {
                                    10.1.%1$d.1
                                }
                                track_script {
                                    s%1$d
                                }
                            }
                            """)),
            Map.entry(
                    "check lines",
                    count -> "[haproxy.cfg]\nbackend apiservers\n"
                            + each(count, "    http-check expect status 2%03d\n")
                            + each(count, "    server cp%d 192.0.2.1:6443 check\n")),
            Map.entry(
                    "virtual addresses and peers",
                    count -> "[keepalived.conf]\n"
                            + instance(each(count, "2001:db8:1::%x\n"), each(count, "2001:db8:2::%x\n"))),
            Map.entry(
                    "virtual addresses of two nodes",
                    count -> "[keepalived.conf]\n" + instance(each(count, "2001:db8:1::%x\n"), "192.0.2.1")
                            + "[other.conf]\n" + instance(each(count, "2001:db8:2::%x\n"), "192.0.2.1")),
            Map.entry(
                    "instances of two nodes",
                    count -> "[keepalived.conf]\n"
                            + each(
                                    count / 4,
                                    instance("10.1.%1$d.1", "192.0.2.1").replace("51", "%1$d"))
                            + "[other.conf]\n"
                            + each(
                                    count / 4,
                                    instance("10.2.%1$d.1", "192.0.2.1").replace("51", "%1$d"))),
            Map.entry(
                    "members of a group",
                    count -> "[keepalived.conf]\nvrrp_sync_group G {\ngroup {\n" + each(count, "VI_%1$d\n") + "}\n}\n"
                            + each(
                                    count / 4,
                                    instance("10.1.%1$d.1", "192.0.2.1").replace("VI", "VI_%1$d"))),
            Map.entry(
                    "groups of an instance each",
                    count -> "[keepalived.conf]\n"
                            + each(
                                    count / 2,
                                    instance("10.1.%1$d.1", "192.0.2.1").replace("VI", "VI_%1$d"))
                            + each(count / 2, "vrrp_sync_group G_%1$d {\ngroup {\nVI_%1$d\n}\n}\n")),
            Map.entry(
                    "scripts that are not there",
                    count -> "[keepalived.conf]\n" + each(count / 2, "vrrp_script a%1$d {\nscript /bin/x\n}\n")
                            + each(
                                    count / 2,
                                    instance("10.1.%1$d.1", "192.0.2.1")
                                            .replace("state", "track_script {\nb%1$d\n}\nstate"))),
            Map.entry(
                    "one virtual router many times on two nodes",
                    count -> "[keepalived.conf]\n"
                            + each(count / 2, instance("10.1.1.1", "192.0.2.1").replace("VI", "VI_%1$d"))
                            + "[other.conf]\n"
                            + each(count / 2, instance("10.1.1.1", "192.0.2.1").replace("VI", "VI_%1$d"))),
            Map.entry(
                    "virtual addresses that haproxy binds",
                    count -> "[keepalived.conf]\n" + instance(each(count, "2001:db8:1::%x\n"), "192.0.2.1")
                            + "[haproxy.cfg]\nfrontend f\n"
                            + each(count, "    bind [2001:db8:2::%x]:8443\n")
                            + "[host]\nnonlocal_bind_ipv6 off\n"),
            Map.entry(
                    "virtual addresses of the agent",
                    count -> "[keepalived.conf]\n" + instance(each(count, "2001:db8:1::%x\n"), "192.0.2.1")
                            + "[vip-agent.yaml]\nvip-agent:\n  vip:\n"
                            + each(count / 2, "    - \"2001:db8:1::%x\"\n")));

    static List<String> shapes() {
        return List.copyOf(SHAPES.keySet());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void isLinear(String shape) {
        Growth.assertLinear(shape, FEW, count -> {
            String text = SHAPES.get(shape).apply(count);
            return () ->
                    assertThat(Doctor.examine(FactsText.parse(text)).findings()).isNotNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"servers of a backend", "servers without a check", "backends"})
    void itsOutputIsBounded(String shape) {
        String text =
                ReportText.of(Doctor.examine(FactsText.parse(SHAPES.get(shape).apply(8 * FEW))));
        assertThat(text.lines().count()).as(shape).isLessThan(2000);
    }

    private static String instance(String vips, String peers) {
        return "vrrp_instance VI {\nstate BACKUP\ninterface eth0\nvirtual_router_id 51\nvirtual_ipaddress {\n" + vips
                + "\n}\nunicast_peer {\n" + peers + "\n}\n}\n";
    }

    private static String each(int count, String lines) {
        return IntStream.range(0, count).mapToObj(lines::formatted).collect(Collectors.joining());
    }
}
