package io.vipagent.tools.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's disk is looked at without a step out of it. */
class HostRootTest {
    @TempDir
    private Path disk;

    private HostRoot root = new HostRoot(Path.of("/"));

    @BeforeEach
    void make() throws IOException {
        for (String directory : new String[] {"etc/haproxy", "run", "var"}) {
            Files.createDirectories(disk.resolve(directory));
        }
        root = new HostRoot(disk);
    }

    @Test
    void followsLinksWithinTheTree() throws IOException {
        Files.createSymbolicLink(disk.resolve("var/run"), Path.of("/run"));
        Files.createSymbolicLink(disk.resolve("var/etc"), Path.of("../../../etc"));
        Files.createSymbolicLink(disk.resolve("etc/conf"), Path.of("haproxy/./a.cfg"));
        assertThat(root.at("/var/run/haproxy.sock")).isEqualTo(disk.resolve("run/haproxy.sock"));
        assertThat(root.at("/var/etc/passwd")).isEqualTo(disk.resolve("etc/passwd"));
        assertThat(root.at("//etc/conf")).isEqualTo(disk.resolve("etc/haproxy/a.cfg"));
        assertThat(root.at("/etc/../../../etc/passwd")).isEqualTo(disk.resolve("etc/passwd"));
        assertThat(root.at("/")).isEqualTo(disk);
    }

    @Test
    void theRootItselfMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(disk.resolve("mounted"), disk);
        assertThat(new HostRoot(link).at("//etc/haproxy")).isEqualTo(link.resolve("etc/haproxy"));
    }

    @Test
    void endsWhereLinksGoInACircle() throws IOException {
        Files.createSymbolicLink(disk.resolve("etc/a"), Path.of("b"));
        Files.createSymbolicLink(disk.resolve("etc/b"), Path.of("/etc/a"));
        assertThat(root.at("/etc/a").startsWith(disk)).isTrue();
        assertThat(root.line("/etc/a")).isEmpty();
    }

    /** Debian's /var/run is a link to /run, which is full where doctor runs. */
    @Test
    void aDiskAtRestShowsNothingOfRun() throws IOException {
        Files.createSymbolicLink(disk.resolve("var/run"), Path.of("/run"));
        assertThat(root.shows("/run/haproxy/admin.sock")).isFalse();
        assertThat(root.shows("/var/run/haproxy/admin.sock")).isFalse();
        assertThat(root.shows("/etc/haproxy/haproxy.cfg")).isTrue();
        assertThat(root.shows("/usr/bin/vip-agent")).isFalse();
        Files.createDirectory(disk.resolve("run/haproxy"));
        assertThat(root.shows("/var/run/haproxy/admin.sock")).isTrue();
    }
}
