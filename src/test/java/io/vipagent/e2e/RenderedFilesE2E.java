package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.TestCa;
import io.vipagent.lab.AgentProgram;
import io.vipagent.lab.NodeSandbox;
import io.vipagent.lab.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code init} writes is taken, without a word, by the programs that it is for. */
@Tag("side-by-side")
@Timeout(180)
class RenderedFilesE2E {
    private static final String SILENCE = "";

    /** What keepalived says of what it will do without. */
    private static final String[] DROPPED = {
        "Disabling track script", "not found", "not accessible", "SECURITY", "ignoring", "Unable", "WARNING"
    };

    @TempDir
    private static Path directory;

    @AutoClose
    private static NodeSandbox room;

    private static Path program;

    @BeforeAll
    static void install() {
        program = AgentProgram.underTest().install(directory);
        TestCa.ec("kubernetes").writeTo(directory);
        room = NodeSandbox.alone(directory.resolve("room"), program, directory.resolve("ca.crt"));
    }

    @ParameterizedTest
    @CsvSource({
        "systemd, kubeadm", "systemd, recommended", "systemd, fast",
        "static-pod, kubeadm", "static-pod, recommended", "static-pod, fast"
    })
    void keepalivedAndHaproxyTakeThem(String setUp, String profile) {
        Path node =
                init(setUp + "-" + profile, "--set-up", setUp, "--profile", profile, "--haproxy-metrics-port", "8405");
        room.install(node);
        assertThat(keepalived("/etc/keepalived/keepalived.conf")).isEqualTo(SILENCE);
        Shell.Result haproxy = room.run("haproxy", "-c", "-f", "/etc/haproxy/haproxy.cfg");
        assertThat(haproxy.exitCode()).as(haproxy.said()).isZero();
        assertThat(haproxy.said()).isEqualTo("Configuration file is valid");
    }

    @ParameterizedTest
    @CsvSource({"kubeadm, --unicast", "recommended, --unicast", "fast, --nopreempt"})
    void keepalivedAloneTakesThem(String profile, String option) {
        room.install(init("alone-" + profile, "--set-up", "keepalived-only", "--profile", profile, option));
        assertThat(keepalived("/etc/keepalived/keepalived.conf")).isEqualTo(SILENCE);
    }

    /**
     * keepalived starts for real, keeps the script and the track file, and moves to FAULT while the file is missing.
     */
    @Test
    void keepalivedRunsWithNothingDropped() {
        room.install(init("run", "--set-up", "keepalived-only"));
        assertThat(keepalivedFor8Seconds("env"))
                .contains("tracked file may_hold_vip has status", "entering FAULT state", "VRRP_Script(apiserver) ")
                .doesNotContain(DROPPED)
                .doesNotContain("apiserver) succeeded");
    }

    /** As its pod runs it: root with few capabilities and the agent's group; the directory is not its own. */
    @Test
    void keepalivedsPodHasTheCapabilitiesThatItNeeds() {
        room.install(init("pod", "--set-up", "static-pod"));
        assertThat(keepalivedFor8Seconds(with("net_admin", "net_broadcast", "net_raw", "setgid", "setuid")))
                .contains("tracked file may_hold_vip has status", "VRRP_Script(apiserver) ")
                .doesNotContain(DROPPED)
                .doesNotContain("apiserver) succeeded", "Couldn't");
    }

    /** Why they are five and not three: keepalived would do without the check, and without a word anywhere else. */
    @Test
    void withVrrpsThreeTheCheckWouldBeDropped() {
        room.install(init("three", "--set-up", "static-pod"));
        assertThat(keepalivedFor8Seconds(with("net_admin", "net_broadcast", "net_raw")))
                .contains("Unable to set uid:gid 65532:65532", "Disabling track script apiserver");
    }

    private static String[] with(String... capabilities) {
        return new String[] {
            "setpriv",
            "--bounding-set=-all,+" + String.join(",+", capabilities),
            "--inh-caps=-all",
            "--groups=65532",
            "--no-new-privs"
        };
    }

    private static String keepalivedFor8Seconds(String... before) {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of("timeout", "8", "keepalived", "--dont-fork", "--log-console", "--log-detail", "--vrrp"));
        return room.run(command.toArray(String[]::new)).said();
    }

    @Test
    void systemdTakesTheUnitsAndDropIns() throws Exception {
        Path node = init("units", "--set-up", "systemd");
        Path units = node.resolve("etc/systemd/system");
        for (String unit : List.of("keepalived", "haproxy")) {
            Files.copy(Path.of("/lib/systemd/system/" + unit + ".service"), units.resolve(unit + ".service"));
        }
        String agent = Files.readString(Path.of("src/packaging/systemd/vip-agent.service"))
                .replace("/usr/bin/vip-agent", program.toString());
        Files.writeString(units.resolve("vip-agent.service"), agent);
        for (String unit : List.of(
                "keepalived.service",
                "haproxy.service",
                "vip-agent.service",
                "haproxy-reload.service",
                "haproxy-reload.path",
                "vip-agent-certificate.service",
                "vip-agent-certificate.path",
                "vip-agent-certificate.timer")) {
            Shell.Result result = Shell.run(List.of(
                    "env",
                    "SYSTEMD_UNIT_PATH=" + units + ":",
                    "systemd-analyze",
                    "verify",
                    "--man=no",
                    units.resolve(unit).toString()));
            assertThat(result.exitCode()).as(result.said()).isZero();
            assertThat(result.said()
                            .lines()
                            .filter(line -> line.contains("vip-agent") || line.contains("haproxy-reload")))
                    .isEmpty();
        }
    }

    /** Shellcheck has nothing to say of it, not as a script of POSIX either, as /bin/sh reads it. */
    @ParameterizedTest
    @CsvSource({"systemd", "static-pod"})
    void shellcheckTakesTheScriptOfTheCertificate(String setUp) {
        Path node = init("script-" + setUp, "--set-up", setUp);
        Path script = node.resolve("etc/vip-agent/make-certificate.sh");
        Shell.Result result = Shell.run(List.of("shellcheck", "-s", "sh", script.toString()));
        assertThat(result.said()).isEqualTo(SILENCE);
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"base", "overlays/pod-monitor", "overlays/service-monitor"})
    void kustomizeBuilds(String folder) {
        Shell.Result result = Shell.run(List.of("kubectl", "kustomize", "k8s/daemonset/" + folder));
        assertThat(result.exitCode()).as(result.said()).isZero();
        assertThat(result.out()).contains("kind: DaemonSet", "kind: ConfigMap");
    }

    /**
     * What {@code keepalived -t} says. Up to 2.2.7 at least it ends itself by SIGTERM once it has looked at a script of
     * a user other than root, so the exit code says nothing there; it has read everything before.
     */
    private static String keepalived(String file) {
        Shell.Result result = room.run("setsid", "-w", "keepalived", "-t", "-f", file, "--log-console");
        assertThat(result.exitCode()).as(result.said()).isIn(0, 143);
        Shell.Result asRoot = room.run(
                "sh",
                "-c",
                "sed 's/script_user vip-agent/script_user root/' " + file + " >/run/root.conf;"
                        + " exec setsid -w keepalived -t -f /run/root.conf --log-console");
        assertThat(asRoot.exitCode()).as(asRoot.said()).isZero();
        return (result.said().replace("Terminated", "") + asRoot.said()).strip();
    }

    private static Path init(String name, String... options) {
        Path out = directory.resolve(name);
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "init",
                "--vip",
                "10.77.0.100",
                "--vip",
                "fd00::100",
                "--interface",
                "eth0",
                "--node",
                "cp1=10.77.0.11",
                "--node",
                "cp2=10.77.0.12",
                "--node",
                "cp3=10.77.0.13",
                "--out",
                out.toString()));
        if (List.of(options).contains("--unicast")) {
            command.removeAll(List.of("fd00::100"));
            command.remove(command.lastIndexOf("--vip"));
        }
        command.addAll(List.of(options));
        Shell.Result result = Shell.run(command);
        assertThat(result.exitCode()).as(result.said()).isZero();
        return out.resolve("cp1");
    }
}
