package io.vipagent.tools.init.migrate;

import static io.vipagent.tools.init.migrate.LegacyFixtures.left;
import static io.vipagent.tools.init.migrate.LegacyFixtures.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.init.cluster.ClusterReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as they are found: from other systems, broken, enormous. */
class ToleranceTest {
    @Test
    void carriageReturnsAndAByteOrderMarkMeanNothing() {
        MigrationResult found = new LegacyFixtures()
                .keepalived(
                        "k.conf", "\ufeff" + LegacyFixtures.keepalivedConf(true).replace("\n", "\r\n"))
                .haproxy("\ufeff" + LegacyFixtures.haproxyCfg().replace("\n", "\r\n"))
                .on("192.0.2.11")
                .read();
        assertThat(found).isEqualTo(LegacyFixtures.guide().read());
    }

    @Test
    void includesInACircleAreNamedAndTheRestIsRead() {
        String conf = "include k.conf\n" + LegacyFixtures.keepalivedConf(true);
        MigrationResult found = new LegacyFixtures()
                .keepalived("k.conf", conf, (pattern, from) -> List.of(new Source("k.conf", conf)))
                .haproxy(LegacyFixtures.haproxyCfg())
                .on("192.0.2.11")
                .read();
        assertThat(found.faults())
                .hasSize(1)
                .first()
                .asString()
                .isEqualTo("k.conf:1:9: k.conf is included in a circle");
        assertThat(values(found, "interface")).containsExactly("eth0 k.conf:17");
    }

    @Test
    void whatAnIncludedFileSaysIsFoundThere() {
        MigrationResult found = new LegacyFixtures()
                .keepalived(
                        "k.conf",
                        "include instances/*\n",
                        (pattern, from) -> List.of(new Source("instances/a", LegacyFixtures.keepalivedConf(true))))
                .haproxy(LegacyFixtures.haproxyCfg())
                .on("192.0.2.11")
                .read();
        assertThat(values(found, "interface")).containsExactly("eth0 instances/a:16");
    }

    @Test
    void whatCannotBeUnderstoodIsNamedWithItsColumn() {
        MigrationResult found = new LegacyFixtures()
                .keepalived("k.conf", LegacyFixtures.keepalivedConf(true).replace("\"/etc", "\"/e\"\"tc") + "}\n")
                .haproxy("oops\n" + LegacyFixtures.haproxyCfg())
                .on("192.0.2.11")
                .read();
        assertThat(found.faults().stream().map(Object::toString))
                .containsExactly(
                        "k.conf:30:1: a } that closes nothing",
                        "h.cfg:1:1: \"oops\" is before the first section; expected one such as global");
        assertThat(found.problems()).isEmpty();
        assertThat(MigrationReport.of(found, java.util.Map.of()))
                .contains("Not understood; everything else was read:\n");
    }

    @Test
    void bothFamiliesAreOneCluster() throws Exception {
        String six = LegacyFixtures.keepalivedConf(true).lines().skip(13).collect(Collectors.joining("\n"));
        MigrationResult found = new LegacyFixtures()
                .keepalived(
                        "k.conf",
                        LegacyFixtures.keepalivedConf(true)
                                + six.replace("VI_1", "VI_6").replace("192.0.2.100", "2001:DB8::64/64") + "\n")
                .haproxy(LegacyFixtures.haproxyCfg())
                .on("192.0.2.11")
                .read();
        assertThat(values(found, "vip")).containsExactly("192.0.2.100 k.conf:24", "2001:DB8::64 k.conf:40");
        assertThat(left(found)).containsExactly("k.conf:40 2001:DB8::64/64");
        assertThat(ClusterReader.read(found.options(), Optional.of("42"), List.of(), "")
                        .vips())
                .hasSize(2);
    }

    @Test
    void aZoneMeansSomethingOnOneNodeAlone() {
        MigrationResult found = new LegacyFixtures()
                .keepalived("k.conf", LegacyFixtures.keepalivedConf(true).replace("192.0.2.100", "fe80::1%eth0"))
                .haproxy(LegacyFixtures.haproxyCfg())
                .on("192.0.2.11")
                .read();
        assertThatThrownBy(() -> ClusterReader.read(found.options(), Optional.of("42"), List.of(), "--from"))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining(
                        "vip: \"fe80::1%eth0\" is not an IPv4 or IPv6 address of a host, without a zone (k.conf:24)");
    }

    @ParameterizedTest
    @CsvSource({
        "K8S_Master_1, k8s-master-1",
        "-cp1-, cp1",
        "cp1..example.com, cp1.example.com",
        "a-.b, a.b",
        "müller, m-ller",
        "cp1, cp1",
        "___, ''"
    })
    void oddNamesBecomeThoseOfHosts(String odd, String plain) {
        assertThat(LegacyNode.plain(odd)).isEqualTo(plain);
    }

    @Test
    void anOddNameIsTold() {
        MigrationResult found = new LegacyFixtures()
                .keepalived("k.conf", LegacyFixtures.keepalivedConf(true))
                .haproxy(LegacyFixtures.haproxyCfg().replace("server cp1", "server CP_1"))
                .on("192.0.2.11")
                .read();
        assertThat(found.remarks())
                .contains("server \"CP_1\" (h.cfg:39) is called \"cp-1\" here: a node's name is one of a host");
    }

    @Test
    void anAddressThatIsAName() {
        MigrationResult found = new LegacyFixtures()
                .keepalived("k.conf", LegacyFixtures.keepalivedConf(true))
                .haproxy(LegacyFixtures.haproxyCfg().replace("192.0.2.13:6443", "cp3.example.com:6443"))
                .on("192.0.2.11")
                .read();
        assertThatThrownBy(() -> ClusterReader.read(found.options(), Optional.of("42"), List.of(), "--from"))
                .hasMessageContaining("node: \"cp3.example.com\" is not an IPv4 or IPv6 address", "(h.cfg:41)");
    }

    @Test
    void aThousandServersAreCounted() {
        String servers = IntStream.range(0, 1000)
                .mapToObj(i ->
                        "    server n" + i + " 10.0." + i / 250 + "." + (i % 250 + 1) + ":6443 check verify none\n")
                .collect(Collectors.joining());
        MigrationResult found = new LegacyFixtures()
                .keepalived("k.conf", LegacyFixtures.keepalivedConf(true))
                .haproxy(LegacyFixtures.haproxyCfg() + servers)
                .on("192.0.2.11")
                .read();
        assertThat(values(found, "node")).hasSize(1003);
        assertThatThrownBy(() -> ClusterReader.read(found.options(), Optional.of("42"), List.of(), "--from"))
                .hasMessageContaining("node: given 1003 nodes, expected at most 254");
    }

    @Test
    void emptyFilesAskForEverything() {
        MigrationResult found =
                new LegacyFixtures().keepalived("k.conf", "").haproxy("").read();
        assertThat(found.problems())
                .containsExactly(
                        "vip: k.conf: there is no vrrp_instance in it",
                        "node: h.cfg: no backend looks like the apiservers' (its name, their port 6443, a check of /healthz);"
                                + " give --node NAME=ADDRESS for each");
    }
}
