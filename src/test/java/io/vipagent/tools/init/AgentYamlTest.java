package io.vipagent.tools.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.config.ConfigLoader;
import io.vipagent.config.Settings;
import io.vipagent.core.health.Policy;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.tools.init.cluster.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent takes its configuration as it is rendered. */
class AgentYamlTest {
    @TempDir
    private Path directory;

    static Stream<Cluster> clusters() throws Exception {
        return Variants.all().stream();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void isTaken(Cluster cluster) throws Exception {
        for (int rank = 0; rank < cluster.members().size(); rank++) {
            String text = Clusters.file(cluster, rank, "etc/vip-agent/vip-agent.yaml");
            Settings settings =
                    ConfigLoader.load(Files.writeString(directory.resolve("vip-agent.yaml"), text), Map.of());
            assertThat(settings.node()).isEqualTo(cluster.members().get(rank).name());
            assertThat(settings.targets().stream().map(Target::role).filter(TargetRole.BACKEND::equals))
                    .hasSize(
                            cluster.hasLoadBalancers()
                                    ? cluster.apiServers().size()
                                    : cluster.members().size() - 1);
            assertThat(settings.rule().policy()).isEqualTo(cluster.setUp().haproxy() ? Policy.FRONTEND : Policy.LOCAL);
            if (!cluster.hasLoadBalancers()) {
                assertThat(settings.targets().getFirst().schedule())
                        .isEqualTo(cluster.profile().local(cluster.setUp()));
            }
            assertThat(settings.targets())
                    .allMatch(target -> target.schedule().patience().equals(Duration.ofSeconds(5)));
            assertThat(settings.rule().singleNode()).isEqualTo(cluster.members().size() == 1);
            assertThat(settings.agentCheck().listen().isPresent())
                    .isEqualTo(cluster.setUp().haproxy());
        }
    }
}
