package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Cluster;
import io.vipagent.lab.Node;
import io.vipagent.lab.Prometheus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Prometheus scrapes three nodes that run what {@code init --monitoring} has written, with its rules: it answers what
 * an operator asks, is silent while all is well, and fires exactly the alerts of what is broken.
 */
@Timeout(180)
class PrometheusE2E {
    /**
     * The rules wait for minutes; here they wait for five to ten seconds, which is longer than Prometheus takes to
     * begin.
     */
    private static final int FASTER = 30;

    private static final int MIN_SECONDS = 5;
    private static final int MAX_SECONDS = 10;
    private static final Pattern FOR = Pattern.compile("(?m)^( +for: )([0-9]+)([smh])$");
    private static final String CONFIG = "/etc/vip-agent/vip-agent.yaml";

    @AutoClose
    private static Cluster cluster;

    private static Node first;
    private static Node second;
    private static Node third;
    private static Prometheus prometheus;

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.installed(3, "systemd", "recommended", "--monitoring", "--router-id", "51");
        first = cluster.lab().node(1);
        second = cluster.lab().node(2);
        third = cluster.lab().node(3);
        // The second may hear advertisements, the third would like to.
        for (Node node : List.of(second, third)) {
            String count = "s/^  keepalived:$/  keepalived:\\n    advertisements: true/";
            assertThat(cluster.room(node).run("sed", "-i", count, CONFIG).exitCode())
                    .isZero();
        }
        cluster.startAgent(first);
        cluster.startAgent(second, "--inh-caps=+net_raw", "--ambient-caps=+net_raw");
        cluster.startAgent(third, "--bounding-set=-net_raw");
        for (Node node : cluster.lab().nodes()) {
            cluster.startHaproxy(node);
        }
        for (Node node : cluster.lab().nodes()) {
            cluster.await("the agent of " + node.name() + " grants", () -> cluster.grants(node));
            cluster.startKeepalived(node);
        }
        cluster.awaitVipOn(first);
        Path rules = cluster.lab().directory().resolve("out/monitoring/rules.yaml");
        Path faster =
                Files.writeString(cluster.lab().directory().resolve("rules.yaml"), faster(Files.readString(rules)));
        prometheus = first.startPrometheus(
                "global: {scrape_timeout: 1s, evaluation_interval: 1s}\nrule_files: [\"" + faster + "\"]\n" + scrape(),
                cluster.lab().client());
    }

    /** The job that init wrote, with files of this machine and in less time. */
    private static String scrape() throws IOException {
        Path pki = Files.createDirectories(cluster.lab().directory().resolve("prometheus"));
        first.ca().client("prometheus").writeTo(pki, "vip-agent-client");
        Files.copy(first.caFile(), pki.resolve("vip-agent-ca.crt"));
        return Files.readString(cluster.lab().directory().resolve("out/monitoring/scrape.yaml"))
                .replace("/etc/prometheus/", pki + "/")
                .replace("scrape_interval: 15s", "scrape_interval: 1s");
    }

    @Test
    void followsTheAgentsAndFiresExactlyWhatIsBroken() throws IOException {
        awaitValue("sum(up)", 3);
        awaitValue("sum(vip_agent_decision)", 3);
        awaitValue("sum(vip_agent_target_up)", 15);
        awaitValue("sum(vip_agent_target_up{role=\"local\"})", 3);
        awaitValue("job_vip:vip_agent_vip_holders:max", 1);
        awaitValue("count(sum by (instance) (rate(vip_agent_checks_total[5m])) > 0)", 3);
        // On a busy machine the first scrape may come later than the few seconds that rules wait here.
        cluster.await("nothing fires", () -> firing().isEmpty());
        long well = System.nanoTime();
        hearsAdvertisementsWhereItMay();
        everyMetricOfTheDashboardIsScraped();
        assertThat(firedSince(well)).as("while all is well").isEmpty();

        second.apiServer().become(Behaviour.SILENT_AFTER_TLS);
        cluster.haproxy(second).terminate();
        cluster.keepalived(second).terminate();
        cluster.agent(third).kill();
        cluster.room(first).run("sed", "-i", "s/^  vip:$/  vips:/", CONFIG);
        reload(first);
        awaitValue("vip_agent_decision{instance=\"" + at(second) + "\"}", 0);
        awaitValue("vip_agent_decision_reason{instance=\"" + at(second) + "\",reason=\"CONNECT_REFUSED\"}", 1);
        awaitValue("vip_agent_target_up{instance=\"" + at(first) + "\",target=\"cp2\"}", 0);
        awaitValue("up{instance=\"" + at(third) + "\"}", 0);
        awaitValue("sum(up)", 2);
        Set<String> expected = Set.of(
                "VipApiserverDown " + at(second),
                "VipKeepalivedDown " + at(second),
                "VipAgentDown " + at(third),
                "VipPeerUnreachable " + at(first),
                "VipPeerUnreachable " + at(second),
                "VipReloadFailed " + at(first));
        await().alias("exactly what is broken")
                .atMost(Duration.ofSeconds(45))
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> assertThat(firing()).isEqualTo(expected));

        second.apiServer().become(Behaviour.OK);
        cluster.startHaproxy(second);
        cluster.startKeepalived(second);
        cluster.startAgent(third);
        cluster.room(first).run("sed", "-i", "s/^  vips:$/  vip:/", CONFIG);
        reload(first);
        awaitValue("sum(vip_agent_decision)", 3);
        cluster.await("nothing fires", () -> firing().isEmpty());
        assertThat(firedSince(well)).as("in all that time").isEqualTo(expected);
        cluster.awaitVipOn(first);
    }

    private static void hearsAdvertisementsWhereItMay() {
        awaitValue("count(vip_agent_vrrp_info{exported_instance=\"apiserver_v4\",vrid=\"51\",interface=\"eth0\"})", 3);
        awaitValue("vip_agent_vrrp_listening{instance=\"" + at(second) + "\"}", 1);
        awaitValue("vip_agent_vrrp_advertisements_received_total{instance=\"" + at(second) + "\"} > bool 3", 1);
        awaitValue("sum(vip_agent_vrrp_advertisement_errors_total)", 0);
        awaitValue("vip_agent_vrrp_listening{instance=\"" + at(third) + "\"}", 0);
        assertThat(cluster.agent(third).log().text())
                .containsOnlyOnce("VRRP: advertisements on eth0 (IPv4) are not counted: no raw socket: Operation not "
                        + "permitted; the agent needs CAP_NET_RAW for keepalived.advertisements");
        assertThat(prometheus.series("vip_agent_vrrp_listening")).hasSize(2);
    }

    private static void everyMetricOfTheDashboardIsScraped() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(Path.of("monitoring", "dashboard.json").toFile());
        Set<String> used = Stream.concat(
                        dashboard.findValuesAsText("expr").stream(),
                        Stream.of(Files.readString(Path.of("monitoring", "rules.yaml"))))
                .flatMap(text -> Pattern.compile("(?<![\\w:])(?:vip_agent_|process_|[a-z_]+:vip_agent_)[a-z0-9_:]+")
                        .matcher(text)
                        .results()
                        .map(MatchResult::group))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(used).hasSizeGreaterThan(20);
        cluster.await(
                "each of these is there: " + used, () -> prometheus.names().containsAll(used));
    }

    private static String faster(String rules) {
        return FOR.matcher(rules).replaceAll(match -> {
            int seconds = Integer.parseInt(match.group(2)) * secondsOf(match.group(3)) / FASTER;
            return match.group(1) + Math.clamp(seconds, MIN_SECONDS, MAX_SECONDS) + "s";
        });
    }

    private static int secondsOf(String unit) {
        return switch (unit) {
            case "h" -> 3600;
            case "m" -> 60;
            default -> 1;
        };
    }

    private static Set<String> firing() {
        return alerts("ALERTS{alertstate=\"firing\"}");
    }

    private static Set<String> firedSince(long nanos) {
        long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - nanos));
        return alerts("count_over_time(ALERTS{alertstate=\"firing\"}[" + seconds + "s])");
    }

    private static Set<String> alerts(String query) {
        return prometheus.series(query).stream()
                .map(labels -> labels.get("alertname") + " " + labels.getOrDefault("instance", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void reload(Node node) {
        cluster.room(node).run("sh", "-c", "kill -HUP " + cluster.agent(node).pid());
    }

    private static String at(Node node) {
        return node.address() + ":9706";
    }

    private static void awaitValue(String query, double value) {
        cluster.await(query + " == " + value, () -> prometheus.value(query).equals(OptionalDouble.of(value)));
    }
}
