package io.vipagent.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.platform.time.SystemTicker;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reading files and judging them stays linear in their length: eight times as much takes about eight times as long, not
 * 64 times. The bound is far from both, since the machine has other work.
 */
class GrowthOfDoctorTest {
    private static final int FEW = 250;
    private static final int MANY = 8 * FEW;
    private static final int MAX_RATIO = 30;

    /** Below this a measurement says nothing. */
    private static final long MIN_NANOS = 20_000_000;

    private static final Map<String, IntFunction<String>> SHAPES = Map.of(
            "servers of a backend",
            count -> "[haproxy.cfg]\nbackend apiservers\n    option httpchk GET /readyz\n"
                    + each(count, "    server cp%d 192.0.2.1:6443 check check-ssl verify none inter 2s\n"),
            "servers without a check",
            count -> "[haproxy.cfg]\nbackend apiservers\n" + each(count, "    server cp%1$d 192.0.2.1:%1$d\n"),
            "backends",
            count -> "[haproxy.cfg]\n" + each(count, "backend apiserver%d\n    server a 192.0.2.1:6443 check\n"),
            "instances with a script each",
            count -> "[keepalived.conf]\n" + each(count / 4, """
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
                            """),
            "check lines",
            count -> "[haproxy.cfg]\nbackend apiservers\n"
                    + each(count, "    http-check expect status 2%03d\n")
                    + each(count, "    server cp%d 192.0.2.1:6443 check\n"));

    static List<String> shapes() {
        return List.copyOf(SHAPES.keySet());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void isLinear(String shape) {
        long few = Math.max(MIN_NANOS, quickest(shape, FEW));
        long many = quickest(shape, MANY);
        assertThat(many / few).as(shape + ": " + few + " and " + many + " ns").isLessThan(MAX_RATIO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"servers of a backend", "servers without a check", "backends"})
    void itsOutputIsBounded(String shape) {
        String text =
                ReportText.of(Doctor.examine(FactsText.parse(SHAPES.get(shape).apply(MANY))));
        assertThat(text.lines().count()).as(shape).isLessThan(2000);
    }

    private static long quickest(String shape, int count) {
        String text = SHAPES.get(shape).apply(count);
        SystemTicker ticker = new SystemTicker();
        return IntStream.range(0, 2)
                .mapToLong(_ -> {
                    long begin = ticker.nanos();
                    assertThat(Doctor.examine(FactsText.parse(text)).findings()).isNotNull();
                    return ticker.nanos() - begin;
                })
                .min()
                .orElseThrow();
    }

    private static String each(int count, String lines) {
        return IntStream.range(0, count).mapToObj(lines::formatted).collect(Collectors.joining());
    }
}
