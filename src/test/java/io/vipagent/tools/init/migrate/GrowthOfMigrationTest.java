package io.vipagent.tools.init.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.platform.time.Growth;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Taking files over stays linear in their length.
 */
@Timeout(600)
class GrowthOfMigrationTest {
    private static final int FEW = 1_000;

    private static final String BACKEND = "backend apiservers\n option httpchk GET /readyz\n";

    /** What is in keepalived.conf's instance, and what haproxy.cfg has; empty where there is none. */
    private record Shape(IntFunction<String> instance, IntFunction<String> haproxy) {
        Shape(IntFunction<String> instance) {
            this(instance, count -> "");
        }

        static Shape ofHaproxy(IntFunction<String> haproxy) {
            return new Shape(count -> "", haproxy);
        }
    }

    private static final Map<String, Shape> SHAPES = Map.ofEntries(
            Map.entry("peers", new Shape(GrowthOfMigrationTest::peers)),
            Map.entry(
                    "peers beside servers",
                    new Shape(
                            GrowthOfMigrationTest::peers,
                            count -> BACKEND + each(count, " server cp%1$d 10.2.%2$d.%3$d:6443 check\n"))),
            Map.entry(
                    "peers that are servers",
                    new Shape(
                            GrowthOfMigrationTest::peers,
                            count -> BACKEND + each(count, " server cp%1$d 10.1.%2$d.%3$d:6443 check\n"))),
            Map.entry(
                    "virtual addresses",
                    new Shape(count -> "virtual_ipaddress {\n" + each(count, "10.1.%2$d.%3$d\n") + "}\n")),
            Map.entry(
                    "tracked scripts",
                    new Shape(count -> "track_script {\n" + each(count, "s%1$d\n") + "}\n}\n"
                            + each(count, "vrrp_script s%1$d {\nscript /bin/x\n}\n") + "x {\n")),
            Map.entry(
                    "servers of both families by name",
                    Shape.ofHaproxy(count -> BACKEND
                            + each(count, " server cp%1$d-v4 10.1.%2$d.%3$d:6443 check\n")
                            + each(count, " server cp%1$d-v6 [2001:db8::%1$d]:6443 check\n"))),
            Map.entry(
                    "servers of both families by number",
                    Shape.ofHaproxy(count -> BACKEND
                            + each(count, " server a%1$d 10.%2$d.%3$d.%1$d:6443 check\n")
                            + each(count, " server b%1$d [2001:db8::%1$d]:6443 check\n"))),
            Map.entry(
                    "servers of both families of one number",
                    Shape.ofHaproxy(count -> BACKEND
                            + each(count / 8, " server a%1$d 10.1.1.1:6443 check\n")
                            + each(count / 8, " server b%1$d [2001:db8::1]:6443 check\n"))),
            Map.entry(
                    "a name of dashes",
                    Shape.ofHaproxy(
                            count -> BACKEND + " server " + "-".repeat(50 * count) + "x 10.1.1.1:6443 check\n")),
            Map.entry(
                    "servers of which the last one has no port",
                    Shape.ofHaproxy(count ->
                            BACKEND + each(count, " server a%1$d 10.1.1.1:%1$d check\n") + " server b 10.1.1.1\n")),
            Map.entry(
                    "frontends",
                    Shape.ofHaproxy(count -> BACKEND + " server a 10.1.1.1:6443 check\n"
                            + each(count, "frontend f%1$d\n bind :%1$d\n default_backend apiservers\n"))),
            Map.entry(
                    "backends of one frontend",
                    Shape.ofHaproxy(count -> BACKEND + each(count, " server a%1$d 10.1.%2$d.%3$d:6443 check\n")
                            + "frontend f\n bind :8443\n default_backend apiservers\n"
                            + each(count, " use_backend b%1$d if x\n")
                            + each(count, "backend b%1$d\n server a 10.1.%2$d.%3$d:6443\n"))));

    static List<String> shapes() {
        return SHAPES.keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void isLinear(String shape) {
        Growth.assertLinear(shape, FEW, count -> {
            LegacyFixtures files = files(shape, count);
            return () -> assertThat(files.read()).isNotNull();
        });
    }

    private static LegacyFixtures files(String shape, int count) {
        String keepalived = """
                vrrp_instance V {
                state BACKUP
                interface eth0
                virtual_router_id 51
                """ + SHAPES.get(shape).instance().apply(count) + "}\n";
        String haproxy = SHAPES.get(shape).haproxy().apply(count);
        LegacyFixtures files = new LegacyFixtures().keepalived("k.conf", keepalived);
        return haproxy.isEmpty() ? files : files.haproxy(haproxy);
    }

    private static String peers(int count) {
        return "unicast_src_ip 10.0.0.1\nunicast_peer {\n" + each(count, "10.1.%2$d.%3$d\n") + "}\n";
    }

    /** Each line is given its number, and the same as two bytes. */
    private static String each(int count, String lines) {
        return IntStream.range(0, count)
                .mapToObj(i -> lines.formatted(i, i / 250, i % 250))
                .collect(Collectors.joining());
    }
}
