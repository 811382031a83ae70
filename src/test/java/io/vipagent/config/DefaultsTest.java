package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.check.Cadence;
import io.vipagent.check.Expectation;
import io.vipagent.check.Role;
import io.vipagent.check.Target;
import io.vipagent.check.Trust;
import io.vipagent.config.Settings.Keepalived;
import io.vipagent.config.Settings.Peers;
import io.vipagent.haproxy.AgentCheckServer;
import io.vipagent.haproxy.AgentReply;
import io.vipagent.haproxy.AgentReply.Reports;
import io.vipagent.haproxy.AllowList;
import io.vipagent.haproxy.AllowList.Cidr;
import io.vipagent.keepalived.TrackFile.OnStop;
import io.vipagent.verdict.Policy;
import io.vipagent.verdict.Rule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds on a kubeadm node where nothing was written. */
class DefaultsTest {
    @TempDir
    private Path directory;

    @Test
    void fitAKubeadmNode() throws Exception {
        Target local = new Target(
                "local",
                Role.LOCAL,
                URI.create("https://127.0.0.1:6443/readyz"),
                new Trust(
                        "kubernetes", Path.of("/etc/kubernetes/pki/ca.crt"), false, Optional.empty(), Optional.empty()),
                new Expectation(new TreeSet<>(Set.of(200)), Optional.of("ok")),
                new Cadence(Duration.ofMillis(500), Duration.ofSeconds(1), 2, 3));
        assertThat(Loading.load(directory, ""))
                .isEqualTo(new Settings(
                        Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(),
                        List.of(),
                        List.of(local),
                        new Rule(Policy.LOCAL, true),
                        Duration.ZERO,
                        Path.of("/run/vip-agent/agent.sock"),
                        Optional.of(new AgentCheckServer.Options(
                                loopback(9707),
                                new AllowList(List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1/128"))),
                                Reports.VERDICT,
                                AgentReply.DRAIN,
                                Duration.ofMillis(5))),
                        Duration.ofSeconds(2),
                        loopback(9706),
                        new Keepalived(Optional.empty(), OnStop.KEEP, Optional.empty(), Path.of("/run/keepalived.pid")),
                        new Peers(
                                List.of(),
                                new Trust(
                                        "",
                                        Path.of("/etc/kubernetes/pki/ca.crt"),
                                        false,
                                        Optional.empty(),
                                        Optional.empty()))));
    }

    @Test
    void holdForWhateverIsNotWritten() throws Exception {
        Settings settings = Loading.load(directory, """
                vip-agent:
                  node: cp1
                  targets:
                    local:
                      fall: 5
                  decision:
                  http:
                    listen: 127.0.0.1:80
                """);
        Settings defaults = Loading.load(directory, "");
        assertThat(settings.targets().getFirst().cadence())
                .isEqualTo(new Cadence(Duration.ofMillis(500), Duration.ofSeconds(1), 2, 5));
        assertThat(settings.targets().getFirst().url())
                .isEqualTo(defaults.targets().getFirst().url());
        assertThat(settings.rule()).isEqualTo(defaults.rule());
        assertThat(settings.agentCheck()).isEqualTo(defaults.agentCheck());
    }

    @Test
    void areWhatIsReadWhereTheDefaultFileIsMissing() throws Exception {
        assertThat(ConfigLoader.DEFAULT_FILE)
                .hasToString("/etc/vip-agent/vip-agent.yaml")
                .doesNotExist();
        assertThat(ConfigLoader.load(ConfigLoader.DEFAULT_FILE, Map.of())).isEqualTo(Loading.load(directory, ""));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }
}
