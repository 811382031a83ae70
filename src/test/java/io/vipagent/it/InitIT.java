package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.it.Program.Result;
import io.vipagent.lab.Classic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code vip-agent init} as people call it; templates are the same on the jar and on the native binary. */
class InitIT {
    private static final String[] NODES = {
        "--vip=192.0.2.100",
        "--interface=eth0",
        "--node=cp1=192.0.2.11",
        "--node=cp2=192.0.2.12",
        "--node=cp3=192.0.2.13"
    };

    @TempDir
    private Path directory;

    /**
     * {@code k8s/} holds the first node of each set-up, rendered on a JVM: so these bytes are the same whatever runs
     * init.
     */
    @ParameterizedTest
    @CsvSource({
        "static-pods, --set-up=static-pod",
        "kube-vip-arp, --set-up=kube-vip",
        "kube-vip-bgp, '--set-up=kube-vip --kube-vip-mode=bgp --bgp-as=65000 --bgp-peer=192.0.2.1=65001'"
    })
    void writesTheBytesThatAreInTheRepository(String folder, String options) throws Exception {
        Result result = init(options.split(" "));
        assertThat(result.exitCode()).as(result.toString()).isZero();
        Map<String, String> firstNode = new TreeMap<>(tree(directory));
        firstNode.keySet().removeIf(path -> !path.startsWith("cp1/"));
        assertThat(firstNode).isEqualTo(tree(Path.of("k8s", folder)));
    }

    @Test
    void showsAndWritesNothing() throws Exception {
        Path password = Files.writeString(directory.resolve("password"), "");
        Result result = init(
                "--set-up=systemd", "--profile=kubeadm", "--dry-run", "--only=cp2", "--auth-pass-file=" + password);
        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.err()).contains("--auth-pass-file: given a password of 0 characters");
        Files.writeString(password, "s3cretAB\n");
        result = init(
                "--set-up=systemd", "--profile=kubeadm", "--dry-run", "--only=cp2", "--auth-pass-file=" + password);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out())
                .contains("==> cp2/etc/keepalived/keepalived.conf (0600)\n", "auth_pass ********")
                .doesNotContain("s3cretAB", "==> cp1/");
        assertThat(tree(directory).keySet()).containsExactly("password");
    }

    @Test
    void aDrawnPasswordIsKeptForTheNextRun() throws Exception {
        assertThat(init("--set-up=keepalived-only", "--profile=kubeadm", "--only=cp1")
                        .err())
                .contains("the nodes must share a password");
        assertThat(init("--set-up=keepalived-only", "--profile=kubeadm").exitCode())
                .isZero();
        Map<String, String> first = tree(directory);
        assertThat(first.get("auth-pass")).matches("[A-Za-z0-9]{8}\n");
        assertThat(first.get("cp3/etc/keepalived/keepalived.conf")).contains("auth_pass " + first.get("auth-pass"));
        assertThat(init("--set-up=keepalived-only", "--profile=kubeadm").out())
                .matches("(?s)unchanged: [0-9]+ files\nDecided:\n.*")
                .contains(
                        "  router id    100, the last byte of the first VIP;",
                        "  priorities   cp1 101, cp2 100, cp3 99\n",
                        "  profile      kubeadm\n               That the apiserver is down is known within 33.5 s.\n")
                .endsWith(" --out " + directory + " --force\n");
        assertThat(tree(directory)).isEqualTo(first);
    }

    @Test
    void comparesWithWhatIsInstalled() throws Exception {
        String[] all = {"--set-up=systemd", "--only=cp1"};
        assertThat(init(all).exitCode()).isZero();
        String root = "--root=" + directory.resolve("cp1");
        assertThat(init("--set-up=systemd", "--only=cp1", "--diff", root)).isEqualTo(new Result(0, "", ""));
        Result differs = init("--set-up=systemd", "--only=cp1", "--diff", root, "--profile=fast");
        assertThat(differs.exitCode()).isEqualTo(1);
        assertThat(differs.out()).contains("-    advert_int 0.2\n+    advert_int 0.1\n");
        assertThat(init("--set-up=systemd", "--only=cp9", "--diff").err())
                .contains("\"cp9\" is none of the nodes, cp1, cp2, cp3");
    }

    @Test
    void aFileAndOptionsTogether() throws Exception {
        Path file = Files.writeString(directory.resolve("cluster.yaml"), """
                set-up: keepalived-only
                profile: fats
                vip: 192.0.2.100
                interface: eth0
                node: {cp1: 192.0.2.11}
                """);
        Result wrong = Program.run("init", "--cluster=" + file, "--router-id=256", "--out=" + directory);
        assertThat(wrong.exitCode()).isEqualTo(78);
        assertThat(wrong.err())
                .isEqualTo("vip-agent: " + file + ":\n"
                        + "  profile: \"fats\" is not kubeadm, recommended or fast (line 2)\n"
                        + "  --router-id: \"256\" is not a number from 1 to 255\n");
        assertThat(Program.run("init", "--cluster=" + file, "--profile=fast", "--out=" + directory)
                        .exitCode())
                .isZero();
        assertThat(directory.resolve("cp1/README")).content().startsWith("cp1: set-up keepalived-only, profile fast.");
        assertThat(file).content().contains("profile: fats");
        assertThat(Program.run("init", "--cluster=" + file, "--profile=fast", "--out=" + directory, "--force")
                        .exitCode())
                .isZero();
        assertThat(file).content().contains("profile: fast\n").doesNotContain("fats");
    }

    @Test
    void takesOverWhatIsThere() throws Exception {
        Map<String, String> values =
                Classic.values(true, "192.0.2.100", List.of("192.0.2.11", "192.0.2.12", "192.0.2.13"));
        Path root = directory.resolve("cp1");
        Classic.write(root, values);
        String[] from = {
            "init", "--from", root + "/etc/keepalived", root + "/etc/haproxy", "--out=" + directory.resolve("nodes")
        };
        Result result = Program.run(from);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out())
                .containsPattern("vip +192.0.2.100 +" + root + "/etc/keepalived/keepalived.conf:24\n")
                .containsPattern("password +\\*{8} +")
                .contains("wrote ")
                .contains(
                        "Different in the new files:\n",
                        "keepalived.conf:9: weight -2: now weight -3\n",
                        "known after 30 s, or where the script hangs after 33 s; as written now 33.5 s; profile recommended: 1.75 s\n")
                .doesNotContain("Not carried over", "Not understood");
        Map<String, String> tree = tree(directory.resolve("nodes"));
        assertThat(tree.get("auth-pass")).isEqualTo("42\n");
        assertThat(tree.get("cp3/etc/keepalived/keepalived.conf")).contains("priority 99", "auth_pass 42", "version 2");

        // What was written describes the same, and is not written twice.
        assertThat(Program.run("init", "--cluster=" + directory + "/nodes/cluster.yaml", from[4])
                        .out())
                .matches("(?s)unchanged: [0-9]+ files\n.*")
                .doesNotContain("wrote ");
        assertThat(Program.run(from).out()).doesNotContain("wrote ");

        Result differs = Program.run(Stream.concat(
                        Stream.of(from), Stream.of("--diff", "--only=cp1", "--root=" + root, "--profile=recommended"))
                .toArray(String[]::new));
        assertThat(differs.exitCode()).isEqualTo(1);
        assertThat(differs.err()).contains("Read from what is there:\n", "all nodes at once");
        assertThat(differs.out())
                .contains("-        auth_pass ********\n", "-    router_id LVS_DEVEL\n+    router_id cp1\n")
                .doesNotContain("auth_pass 42", "Read from");
    }

    @Test
    void whatCannotBeKnownIsAskedForAllAtOnce() throws Exception {
        Path conf = Files.writeString(directory.resolve("keepalived.conf"), "vrrp_instance a {\n  advert_int 3\n}\n");
        Result result = Program.run("init", "--from", conf.toString(), "--out=" + directory.resolve("nodes"));
        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.err())
                .contains("advert_int \"3\" (" + conf + ":2)", "auth_pass: there is none", "node: without haproxy.cfg")
                .contains("vip: missing", "interface: missing");
        assertThat(result.out()).contains("set-up       keepalived-only");
        assertThat(directory.resolve("nodes")).doesNotExist();
        assertThat(Program.run("init", "--from").exitCode()).isEqualTo(64);
        assertThat(Program.run("init", "--from", "/none").err()).contains("/none: no such file");
    }

    private Result init(String... options) {
        String[] all = Stream.of(
                        Stream.of("init"), Stream.of(NODES), Stream.of(options), Stream.of("--out=" + directory))
                .flatMap(each -> each)
                .toArray(String[]::new);
        return Program.run(all);
    }

    private static Map<String, String> tree(Path folder) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                tree.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return tree;
    }
}
