package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.config.Settings.Http;
import io.vipagent.config.Settings.Keepalived;
import io.vipagent.config.Settings.Peers;
import io.vipagent.core.health.DecisionRule;
import io.vipagent.core.health.Policy;
import io.vipagent.core.protocol.AgentReply;
import io.vipagent.core.protocol.AgentReply.Reports;
import io.vipagent.core.protocol.AllowList;
import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.text.Cidr;
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
                TargetRole.LOCAL,
                URI.create("https://127.0.0.1:6443/readyz"),
                new TlsSettings(
                        "kubernetes", Path.of("/etc/kubernetes/pki/ca.crt"), false, Optional.empty(), Optional.empty()),
                new ExpectedResponse(new TreeSet<>(Set.of(200)), Optional.of("ok")),
                new ProbeSchedule(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        2,
                        3,
                        Duration.ofSeconds(5),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1)),
                Optional.of("/livez/ping"));
        assertThat(Loading.load(directory, ""))
                .isEqualTo(new Settings(
                        Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(),
                        List.of(),
                        List.of(local),
                        new DecisionRule(Policy.LOCAL, true),
                        Duration.ZERO,
                        Path.of("/run/vip-agent/agent.sock"),
                        Optional.of(new AgentCheckOptions(
                                loopback(9707),
                                new AllowList(List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1/128"))),
                                Reports.VERDICT,
                                AgentReply.DRAIN,
                                Duration.ofMillis(5))),
                        Duration.ofSeconds(2),
                        new Http(
                                loopback(9706),
                                new AllowList(List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0"))),
                                Optional.empty()),
                        new Keepalived(
                                Optional.empty(),
                                OnStop.KEEP,
                                Optional.empty(),
                                Path.of("/run/keepalived.pid"),
                                List.of(),
                                false),
                        new Peers(
                                List.of(),
                                new TlsSettings(
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
        assertThat(settings.targets().getFirst().schedule())
                .isEqualTo(new ProbeSchedule(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        2,
                        5,
                        Duration.ofSeconds(5),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1)));
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
