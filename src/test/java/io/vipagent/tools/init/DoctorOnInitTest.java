package io.vipagent.tools.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.platform.time.HandTicker;
import io.vipagent.tools.doctor.Doctor;
import io.vipagent.tools.doctor.DoctorReport;
import io.vipagent.tools.doctor.collect.FactCollector;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.Cluster.Member;
import io.vipagent.tools.init.cluster.RenderedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** doctor has nothing to say of what init writes, whatever the set-up, the profile and the network. */
class DoctorOnInitTest {
    private static final String KEEPALIVED = "etc/keepalived/keepalived.conf";

    @TempDir
    private Path root;

    static List<Cluster> clusters() throws Exception {
        return Variants.all();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void findsNothingOnAnyNode(Cluster cluster) throws Exception {
        for (Member member : cluster.members()) {
            Path node = Files.createDirectory(root.resolve(member.name()));
            install(cluster, member, node);
            DoctorReport report = Doctor.examine(look(cluster, member, node));
            assertThat(report.findings()).as(member.name()).isEmpty();
            assertThat(report.detections()).isNotEmpty();
        }
    }

    private static Facts look(Cluster cluster, Member own, Path node) throws Exception {
        List<String> files = new ArrayList<>();
        if (cluster.setUp().keepalived()) {
            files.add("/" + KEEPALIVED);
            cluster.members().stream()
                    .filter(member -> member != own)
                    .forEach(member -> files.add("/" + member.name()));
        }
        return FactCollector.gather(
                new FactCollector.CollectionRequest(
                        node,
                        files,
                        cluster.setUp().haproxy() ? Optional.of("/etc/haproxy/haproxy.cfg") : Optional.empty(),
                        "/etc/kubernetes/manifests",
                        Path.of("/etc/vip-agent/vip-agent.yaml"),
                        Map.of(),
                        Optional.empty(),
                        Duration.ZERO),
                new HandTicker());
    }

    /** What init wrote for this node, what the package brings, and beside them what the other nodes have. */
    private static void install(Cluster cluster, Member own, Path node) throws IOException {
        for (Member member : cluster.members()) {
            for (RenderedFile file : new NodeFiles(cluster).of(member)) {
                if (member == own) {
                    write(node, file.path(), file.text());
                } else if (file.path().equals(KEEPALIVED)) {
                    write(node, member.name(), file.text());
                }
            }
        }
        write(node, "etc/passwd", "root:x:0:0::/:/bin/sh\nvip-agent:x:65532:65532::/:/bin/false\n");
        Files.createDirectories(node.resolve("run/vip-agent"));
        for (String program : List.of("usr/bin/vip-agent", "usr/local/bin/vip-agent", "opt/vip-agent/bin/vip-agent")) {
            Files.setPosixFilePermissions(
                    write(node, program, "\u007fELF"), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static Path write(Path node, String file, String text) throws IOException {
        Path path = node.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }
}
