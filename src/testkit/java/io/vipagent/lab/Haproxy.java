package io.vipagent.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** haproxy on a node, and what it says on its stats socket. */
public final class Haproxy {
    private static final String HEAD = "# pxname,";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final Daemon daemon;
    private final Path socket;

    Haproxy(Daemon daemon, Path socket) {
        this.daemon = daemon;
        this.socket = socket;
    }

    /** One row of {@code show stat}. */
    public record Server(Map<String, String> row) {
        /** UP, DOWN, DRAIN, MAINT, with haproxy's remarks such as {@code DOWN (agent)}. */
        public String status() {
            return column("status");
        }

        /** Any column by haproxy's name for it. */
        public String column(String name) {
            return row.getOrDefault(name, "");
        }
    }

    /** How a server stands now. */
    public Server server(String backend, String name) {
        return serverAfter("show info", backend, name);
    }

    /** How a server stands just after a command, before anything else can happen to it. */
    public Server serverAfter(String command, String backend, String name) {
        List<String> lines = say(command + ";show stat")
                .lines()
                .dropWhile(line -> !line.startsWith(HEAD))
                .toList();
        String[] head = lines.getFirst().substring("# ".length()).split(",", -1);
        for (String line : lines) {
            List<String> cells = Csv.cells(line);
            if (cells.size() > 1 && cells.get(0).equals(backend) && cells.get(1).equals(name)) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < Math.min(head.length, cells.size()); i++) {
                    row.put(head[i], cells.get(i));
                }
                return new Server(row);
            }
        }
        throw new IllegalArgumentException("haproxy has no " + backend + "/" + name);
    }

    /** One command on the stats socket; its answer. */
    public String say(String command) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            Channels.newOutputStream(channel).write((command + "\n").getBytes(StandardCharsets.US_ASCII));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "haproxy does not answer: " + daemon.log().tail(), e);
        }
    }

    void awaitReady() {
        try {
            Awaitility.await("haproxy has started")
                    .atMost(TIMEOUT)
                    .pollInterval(GLANCE)
                    .failFast(() -> !daemon.alive())
                    .until(() -> Files.exists(socket));
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new IllegalStateException(e.getMessage() + ": " + daemon.log().tail(), e);
        }
    }
}
