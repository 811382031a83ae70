package io.vipagent.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Loading;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this machine lacks is said before anything starts, all of it at once. */
class PreflightTest {
    private static final String EXPECTED = "; expected a directory that this user may write to, or another path by ";

    @TempDir
    private Path directory;

    private final Map<String, String> keys = new HashMap<>();

    @BeforeEach
    void everythingIsInOrder() throws IOException {
        TestCa.ec("kubernetes").writeCertificateTo(directory);
        keys.put("targets.local.ca-file", directory.resolve("ca.crt").toString());
        keys.put("control.socket", directory.resolve("agent.sock").toString());
        keys.put("keepalived.track-file", directory.resolve("track").toString());
        keys.put("http.listen", "127.0.0.1:" + freePort());
        keys.put("agent-check.listen", "127.0.0.1:" + freePort());
    }

    @Test
    void nothingIsMissing() throws IOException {
        List<Path> before = list();
        assertThatCode(this::check).doesNotThrowAnyException();
        // Trying it out leaves nothing behind but the file that this test itself wrote.
        assertThat(list())
                .hasSize(before.size() + 2)
                .contains(directory.resolve("vip-agent.yaml"), directory.resolve("track.lock"));
    }

    /** {@code /run/vip-agent} is gone after a reboot. */
    @Test
    void theLastDirectoryIsMade() {
        keys.put("control.socket", directory.resolve("run/agent.sock").toString());
        assertThatCode(this::check).doesNotThrowAnyException();
        assertThat(directory.resolve("run")).isEmptyDirectory();
    }

    @Test
    void directoriesAreMissing() {
        keys.put("control.socket", directory.resolve("a/b/agent.sock").toString());
        keys.put("keepalived.track-file", directory.resolve("ca.crt/track").toString());
        assertRefused(
                "vip-agent.control.socket: cannot write in " + directory.resolve("a/b")
                        + ": no such directory, nor the one above it" + EXPECTED + "VIP_AGENT_CONTROL_SOCKET",
                "vip-agent.keepalived.track-file: cannot write in " + directory.resolve("ca.crt") + ": not a directory"
                        + EXPECTED + "VIP_AGENT_KEEPALIVED_TRACK_FILE");
    }

    @Test
    void somethingElseIsThere() throws IOException {
        Files.writeString(directory.resolve("agent.sock"), "precious");
        Files.createDirectory(directory.resolve("track"));
        assertRefused(
                "vip-agent.control.socket: " + directory.resolve("agent.sock") + " is there already, and is no socket",
                "vip-agent.keepalived.track-file: " + directory.resolve("track")
                        + " is there already, and is no regular file");
        assertThat(directory.resolve("agent.sock")).hasContent("precious");
    }

    @Test
    void anotherAgentAnswers() throws IOException {
        Path socket = directory.resolve("agent.sock");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(socket));
            assertRefused("vip-agent.control.socket: another agent answers on " + socket);
        }
        // What it leaves behind when it dies is in nobody's way.
        assertThat(socket).exists();
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void aTrackFileOfAnEarlierAgentIsInNobodysWay() throws IOException {
        Files.writeString(directory.resolve("track"), "1\n");
        assertThatCode(this::check).doesNotThrowAnyException();
        assertThat(directory.resolve("track")).hasContent("1");
    }

    @Test
    void portsAreInUse() throws IOException {
        try (ServerSocket one = listen();
                ServerSocket other = listen()) {
            keys.put("http.listen", "127.0.0.1:" + one.getLocalPort());
            keys.put("agent-check.listen", "127.0.0.1:" + other.getLocalPort());
            assertRefused(
                    "vip-agent.http.listen: cannot listen on 127.0.0.1:" + one.getLocalPort()
                            + ": Address already in use",
                    "vip-agent.agent-check.listen: cannot listen on 127.0.0.1:" + other.getLocalPort()
                            + ": Address already in use");
        }
    }

    /** TEST-NET-1 (RFC 5737) is nobody's. */
    @Test
    void theAddressIsNotOurs() {
        keys.put("http.listen", "192.0.2.1:9706");
        assertRefused("vip-agent.http.listen: cannot listen on 192.0.2.1:9706: Cannot assign requested address");
    }

    @Test
    void filesOfHttpCannotBeUsed() throws IOException {
        TestCa ca = TestCa.ec("kubernetes");
        ca.good().writeTo(directory, "http");
        ca.newClient("another").freshKey().issue().writeTo(directory, "other");
        httpTls("http.crt", "http.key");
        Path key = directory.resolve("http.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(
                "vip-agent.http.tls: " + key + ": is open to every user (rw-r--r--), expected a secret that the agent"
                        + " alone can read, such as by chmod o= " + key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThatCode(this::check).doesNotThrowAnyException();

        httpTls("http.crt", "other.key");
        Files.setPosixFilePermissions(directory.resolve("other.key"), PosixFilePermissions.fromString("rw-------"));
        assertRefused("vip-agent.http.tls: " + directory.resolve("other.key") + ": not the key of "
                + directory.resolve("http.crt"));
        httpTls("missing.crt", "http.key");
        assertRefused("vip-agent.http.tls: " + directory.resolve("missing.crt") + ": no such file");
        httpTls("http.crt", "http.key");
        Path token = Files.writeString(directory.resolve("token"), "two words");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        keys.put("http.tls.token-file", token.toString());
        assertRefused("vip-agent.http.tls: " + directory.resolve("token") + ": holds no bearer token");
        keys.put("http.tls.token-file", directory.toString());
        assertRefused("vip-agent.http.tls: " + directory + ": is a directory, expected a regular file");
    }

    /** As on a node that is yet to join: the port refuses every handshake until they have come. */
    @Test
    void filesOfHttpThatJoiningBringsAreWaitedFor() {
        keys.put("http.tls.cert-file", "/etc/kubernetes/pki/nowhere.crt");
        keys.put("http.tls.key-file", "/etc/kubernetes/pki/nowhere.key");
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    private void httpTls(String certFile, String keyFile) {
        keys.put("http.tls.cert-file", directory.resolve(certFile).toString());
        keys.put("http.tls.key-file", directory.resolve(keyFile).toString());
    }

    @Test
    void noPortIsNeededWithoutAgentCheck() throws IOException {
        try (ServerSocket one = listen()) {
            keys.put("agent-check.listen", "none");
            keys.put("http.listen", "127.0.0.1:" + freePort());
            assertThat(one.isBound()).isTrue();
            assertThatCode(this::check).doesNotThrowAnyException();
        }
    }

    @Test
    void filesCannotBeUsed() throws IOException {
        Path garbage = Files.writeString(directory.resolve("garbage"), "garbage");
        keys.put("targets.local.ca-file", "/nowhere/ca.crt");
        keys.put("targets.cp2.role", "backend");
        keys.put("targets.cp2.url", "https://192.0.2.12:6443/readyz");
        keys.put("targets.cp2.ca-file", garbage.toString());
        keys.put("targets.cp3.role", "backend");
        keys.put("targets.cp3.url", "https://192.0.2.13:6443/readyz");
        keys.put("targets.cp3.ca-file", "/nowhere/ca.crt");
        keys.put("targets.cp3.insecure", "true");
        keys.put("targets.cp3.token-file", directory.toString());
        assertRefused(
                "vip-agent.targets.local: /nowhere/ca.crt: no such file",
                "vip-agent.targets.cp2: " + garbage + ": holds no certificate",
                "vip-agent.targets.cp3: " + directory + ": is a directory, expected a regular file");
    }

    @Test
    void whatComesWithTheClusterIsWaitedFor() {
        for (String file :
                List.of("/etc/kubernetes/pki/not-made-yet.crt", "/var/lib/rancher/rke2/server/tls/not-made-yet.crt")) {
            keys.put("targets.local.ca-file", file);
            assertThatCode(this::check).as(file).doesNotThrowAnyException();
        }
        keys.put("targets.local.token-file", "/nowhere/token");
        assertThatCode(this::check).doesNotThrowAnyException();
        keys.put("targets.local.ca-file", "/etc/kubernetes-pki/ca.crt");
        assertRefused("vip-agent.targets.local: /etc/kubernetes-pki/ca.crt: no such file");
    }

    @Test
    void allOfItIsSaidAtOnce() throws IOException {
        try (ServerSocket one = listen()) {
            keys.put("targets.local.ca-file", "/nowhere/ca.crt");
            keys.put("http.listen", "127.0.0.1:" + one.getLocalPort());
            keys.put("agent-check.listen", "192.0.2.1:9707");
            keys.put("control.socket", "/nowhere/at/all/agent.sock");
            keys.put("keepalived.track-file", "/nowhere/at/all/track");
            assertRefused(
                    "vip-agent.targets.local: /nowhere/ca.crt: no such file",
                    "vip-agent.http.listen: cannot listen on 127.0.0.1:" + one.getLocalPort()
                            + ": Address already in use",
                    "vip-agent.agent-check.listen: cannot listen on 192.0.2.1:9707: Cannot assign requested address",
                    "vip-agent.control.socket: cannot write in /nowhere/at/all: no such directory, nor the one above it"
                            + EXPECTED + "VIP_AGENT_CONTROL_SOCKET",
                    "vip-agent.keepalived.track-file: cannot write in /nowhere/at/all: no such directory, nor the one"
                            + " above it" + EXPECTED + "VIP_AGENT_KEEPALIVED_TRACK_FILE");
        }
    }

    private void check() throws IOException, InvalidConfiguration {
        Preflight.check(Loading.load(directory, Loading.file(keys)));
    }

    private void assertRefused(String... problems) {
        assertThatThrownBy(this::check)
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("cannot start:\n  " + String.join("\n  ", problems));
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static ServerSocket listen() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        return socket;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = listen()) {
            return socket.getLocalPort();
        }
    }
}
