package io.vipagent.tools.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.RenderedFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Manifests are what Kubernetes' API takes, and keep what is promised of them. */
class ManifestsTest {
    static final ObjectMapper STRICT = new ObjectMapper(
                    new YAMLFactory().enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    static Stream<Pod> pods() throws Exception {
        return Variants.all().stream()
                .flatMap(cluster -> new NodeFiles(cluster).of(cluster.members().getLast()).stream())
                .filter(file -> file.path().startsWith("etc/kubernetes/manifests/"))
                .map(RenderedFile::text)
                .distinct()
                .map(ManifestsTest::pod);
    }

    static Pod pod(String yaml) {
        try {
            return STRICT.readValue(yaml, Pod.class);
        } catch (Exception e) {
            throw new AssertionError(yaml, e);
        }
    }

    @ParameterizedTest
    @MethodSource("pods")
    void isAPodThatTheKubeletTakes(Pod pod) {
        assertThat(pod.getAdditionalProperties()).isEmpty();
        assertThat(pod.getSpec().getAdditionalProperties()).isEmpty();
        assertThat(pod.getKind()).isEqualTo("Pod");
        assertThat(pod.getSpec().getHostNetwork()).isTrue();
        List<String> volumes =
                pod.getSpec().getVolumes().stream().map(Volume::getName).toList();
        for (Container container : pod.getSpec().getContainers()) {
            assertThat(container.getAdditionalProperties()).isEmpty();
            assertThat(container.getVolumeMounts()).allMatch(mount -> volumes.contains(mount.getName()));
            assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        }
    }

    /**
     * Every file that it is told of, and as little beside as there can be: files where they are read once or where the
     * container is root's, and folders where files are followed.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # ca-file | cert-file | key-file | agent | keepalived | haproxy
            - | - | - | /etc/kubernetes/pki | /etc/kubernetes/pki/ca.crt | /etc/kubernetes/pki/ca.crt
            /etc/vip-agent/ca.crt | - | - | - | - | /etc/vip-agent/ca.crt
            /opt/x/ca.crt | - | - | /opt/x | /opt/x/ca.crt | /opt/x/ca.crt
            - | /etc/kubernetes/pki/a.crt | /etc/vip-agent/a.key | /etc/kubernetes/pki | /etc/kubernetes/pki/ca.crt /etc/kubernetes/pki/a.crt | /etc/kubernetes/pki/ca.crt
            - | /etc/vip-agent/a.crt | /etc/vip-agent/a.key | /etc/kubernetes/pki | /etc/kubernetes/pki/ca.crt | /etc/kubernetes/pki/ca.crt
            - | /etc/vip-agent/a.pem | /etc/vip-agent/a.pem | /etc/kubernetes/pki | /etc/kubernetes/pki/ca.crt | /etc/kubernetes/pki/ca.crt /etc/vip-agent/a.pem
            /opt/x/ca.crt | /opt/y/a.crt | /opt/z/a.key | /opt/x /opt/y /opt/z | /opt/x/ca.crt /opt/y/a.crt /opt/z/a.key | /opt/x/ca.crt
            """)
    void seesTheCertificatesThatItIsToldOf(
            @Nullable String caFile,
            @Nullable String certFile,
            @Nullable String keyFile,
            @Nullable String agent,
            @Nullable String keepalived,
            String haproxy)
            throws Exception {
        String cluster = "set-up: static-pod\n" + Clusters.THREE + option("ca-file", caFile)
                + option("cert-file", certFile) + option("key-file", keyFile);
        assertThat(certificates(cluster, "vip-agent")).isEqualTo(words(agent));
        assertThat(certificates(cluster, "keepalived")).isEqualTo(words(keepalived));
        assertThat(certificates(cluster, "haproxy")).isEqualTo(words(haproxy));
    }

    @Test
    void noPodSeesAllOfTheHost() {
        String files = "ca-file: /ca.crt\ncert-file: /a.crt\nkey-file: /etc/vip-agent/a.key\n" + Clusters.THREE;
        assertThat(Clusters.problems("set-up: static-pod\n" + files))
                .hasSize(2)
                .allMatch(problem -> problem.contains("is in no folder of its own"))
                .anyMatch(problem -> problem.startsWith("ca-file: \"/ca.crt\""))
                .anyMatch(problem -> problem.startsWith("cert-file: \"/a.crt\""));
        assertThatCode(() -> Clusters.read("set-up: systemd\n" + files)).doesNotThrowAnyException();
    }

    private static String option(String name, @Nullable String value) {
        return value == null ? "" : name + ": " + value + "\n";
    }

    private static List<String> words(@Nullable String words) {
        return words == null ? List.of() : List.of(words.split(" ", -1));
    }

    /** Where a pod's certificates are, which is all but its own folders. */
    private static List<String> certificates(String cluster, String pod) throws Exception {
        return mounts(cluster, pod).stream()
                .filter(path -> !path.matches("/etc/(vip-agent|keepalived|haproxy)|/run/(vip-agent|haproxy)"))
                .toList();
    }

    private static List<String> mounts(String cluster, String name) throws Exception {
        Cluster read = Clusters.read(cluster, Optional.of("s3cretAB"));
        return new NodeFiles(read)
                .of(read.members().getFirst()).stream()
                        .filter(file -> file.path().endsWith("/" + name + ".yaml")
                                && file.path().startsWith("etc/kubernetes/"))
                        .map(file -> pod(file.text()))
                        .flatMap(pod -> pod.getSpec().getContainers().stream())
                        .flatMap(container -> container.getVolumeMounts().stream())
                        .map(VolumeMount::getMountPath)
                        .toList();
    }

    /** A renamed file would leave a mounted one behind: nothing else than what is read once may be one. */
    @ParameterizedTest
    @MethodSource("pods")
    void mountsDirectoriesWhereFilesAreFollowed(Pod pod) {
        boolean follows = pod.getSpec().getContainers().getFirst().getName().equals("vip-agent");
        assertThat(pod.getSpec().getVolumes().stream()
                        .filter(volume -> volume.getHostPath() != null)
                        .filter(volume -> follows || !volume.getName().equals("ca"))
                        .map(volume -> volume.getHostPath().getType()))
                .isNotEmpty()
                .allMatch(type -> type.startsWith("Directory"));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void hasNoMoreRightsThanItNeeds(Pod pod) {
        Container container = pod.getSpec().getContainers().getFirst();
        assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
                .isEqualTo("RuntimeDefault");
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        List<String> added = container.getSecurityContext().getCapabilities().getAdd();
        switch (container.getName()) {
            case "keepalived" ->
                assertThat(added).containsExactly("NET_ADMIN", "NET_BROADCAST", "NET_RAW", "SETGID", "SETUID");
            case "kube-vip" -> assertThat(added).containsExactly("NET_ADMIN", "NET_RAW");
            default -> {
                assertThat(added).isNullOrEmpty();
                assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
            }
        }
    }

    /** Strangers' requests cannot have the node; a container that holds the VIP or its traffic is never stopped. */
    @ParameterizedTest
    @MethodSource("pods")
    void theAgentAloneHasALimitOfCpu(Pod pod) {
        Container container = pod.getSpec().getContainers().getFirst();
        assertThat(container.getResources().getLimits().containsKey("cpu"))
                .isEqualTo(container.getName().equals("vip-agent"));
    }

    /** haproxy's own port answers while it lives; a look through it would restart it for dead apiservers. */
    @ParameterizedTest
    @MethodSource("pods")
    void noProbeAsksAnApiserver(Pod pod) {
        for (Container container : pod.getSpec().getContainers()) {
            if (container.getName().equals("haproxy")) {
                assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/alive");
                assertThat(container.getLivenessProbe().getHttpGet().getPort().getIntVal())
                        .isEqualTo(9708);
            } else if (container.getName().equals("kube-vip")) {
                // The agent's decision alone, never an apiserver; in BGP mode it asks by itself.
                assertThat(container.getEnv())
                        .filteredOn(env -> env.getName().equals("control_plane_health_check_timeout_seconds"))
                        .allSatisfy(env -> assertThat(env.getValue()).isEqualTo("5"));
                assertThat(Optional.ofNullable(container.getLivenessProbe()).stream())
                        .allSatisfy(probe -> {
                            assertThat(probe.getHttpGet().getPath()).isEqualTo("/decision");
                            // Slow is not dead: as patient as the agents are.
                            assertThat(probe.getTimeoutSeconds()).isEqualTo(5);
                            assertThat(probe.getFailureThreshold()).isGreaterThan(1);
                        });
            } else if (container.getLivenessProbe() != null) {
                assertThat(container.getLivenessProbe().getExec().getCommand()).containsAnyOf("--alive", "--version");
            }
        }
    }
}
