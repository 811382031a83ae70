package io.vipagent.tools.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.vipagent.config.ConfigLoader;
import io.vipagent.tools.init.cluster.RenderedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code k8s/} is what the templates give, and what Kubernetes takes. */
class KubernetesTreeTest {
    private static final Path K8S = Path.of("k8s");

    /** Run {@code ./dev k8s} where this fails. */
    @Test
    void isByteForByteWhatTheTemplatesGive() throws Exception {
        Map<String, String> rendered = new TreeMap<>();
        KubernetesTree.files().forEach(file -> rendered.put(file.path(), file.text()));
        Map<String, String> committed = new TreeMap<>();
        try (Stream<Path> files = Files.walk(K8S)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                committed.put(K8S.relativize(file).toString(), Files.readString(file));
            }
        }
        assertThat(committed.keySet()).isEqualTo(rendered.keySet());
        rendered.forEach(
                (path, text) -> assertThat(committed.get(path)).as(path).isEqualTo(text));
    }

    /** Run {@code ./dev k8s} where this fails. */
    @Test
    void theRulesAreWhatTheTemplateGives() throws Exception {
        for (RenderedFile file : KubernetesTree.monitoring()) {
            assertThat(Files.readString(Path.of(file.path()))).as(file.path()).isEqualTo(file.text());
        }
    }

    @Test
    void theOperatorGetsTheSameAlertsButThoseOfAProcessThatAPodDoesNotSee() throws Exception {
        PrometheusRule rule = read("rules/prometheus-rule.yaml", PrometheusRule.class);
        assertThat(rule.getAdditionalProperties()).isEmpty();
        List<String> alerts = rule.getSpec().getGroups().stream()
                .flatMap(group -> group.getRules().stream())
                .flatMap(each -> Optional.ofNullable(each.getAlert()).stream())
                .toList();
        List<String> expected = Pattern.compile("(?m)^ +- alert: (\\w+)$")
                .matcher(Files.readString(Path.of("monitoring", "rules.yaml")))
                .results()
                .map(match -> match.group(1))
                .filter(alert -> !alert.equals("VipKeepalivedDown"))
                .toList();
        assertThat(alerts).isEqualTo(expected);
    }

    @Test
    void theDaemonSetIsTheStaticPodOnEveryControlPlaneNode(@TempDir Path directory) throws Exception {
        DaemonSet set = read("base/daemonset.yaml", DaemonSet.class);
        assertThat(set.getAdditionalProperties()).isEmpty();
        assertThat(set.getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(set.getSpec().getSelector().getMatchLabels());
        assertThat(set.getSpec().getTemplate().getSpec().getNodeSelector())
                .containsKey("node-role.kubernetes.io/control-plane");
        assertThat(set.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getSecurityContext())
                .isEqualTo(ManifestsTest.pod(Files.readString(
                                K8S.resolve("static-pods/cp1/etc/kubernetes/manifests/vip-agent.yaml")))
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getSecurityContext());
        ConfigMap map = read("base/configmap.yaml", ConfigMap.class);
        Path file = Files.writeString(directory.resolve("a.yaml"), map.getData().get("vip-agent.yaml"));
        assertThat(ConfigLoader.load(file, Map.of("VIP_AGENT_HTTP_LISTEN", "192.0.2.11:9706"))
                        .keepalived()
                        .trackFile())
                .contains(Path.of("/run/vip-agent/track"));
    }

    @Test
    void monitorsFindThePort() throws Exception {
        String port = read("base/daemonset.yaml", DaemonSet.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getPorts()
                .getFirst()
                .getName();
        PodMonitor pods = read("overlays/pod-monitor/pod-monitor.yaml", PodMonitor.class);
        assertThat(pods.getSpec().getPodMetricsEndpoints().getFirst().getPort()).isEqualTo(port);
        ServiceMonitor services = read("overlays/service-monitor/service-monitor.yaml", ServiceMonitor.class);
        Service service = read("overlays/service-monitor/service.yaml", Service.class);
        assertThat(services.getSpec().getEndpoints().getFirst().getPort())
                .isEqualTo(service.getSpec().getPorts().getFirst().getName());
        assertThat(service.getMetadata().getLabels())
                .containsAllEntriesOf(services.getSpec().getSelector().getMatchLabels());
    }

    private static <T> T read(String path, Class<T> type) throws Exception {
        return ManifestsTest.STRICT.readValue(
                Files.readString(K8S.resolve("daemonset").resolve(path)), type);
    }
}
