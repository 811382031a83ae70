package io.vipagent.bench;

import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Where one bench takes place: a folder, a CA, and processes that end with it. Nothing stays behind. */
final class BenchDirectory implements AutoCloseable {
    private final Path binary;
    private final Path directory;
    private final Tools tools;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Set<Integer> ports = new HashSet<>();
    private final Thread ending = new Thread(this::end);
    private int count;
    private boolean ended;

    private BenchDirectory(Path binary, Path directory) {
        this.binary = binary;
        this.directory = directory;
        this.tools = new Tools(directory);
    }

    /** One for measuring {@code binary}. */
    static BenchDirectory open(Path binary) {
        try {
            BenchDirectory site = new BenchDirectory(binary, Files.createTempDirectory("vip-agent-bench"));
            Runtime.getRuntime().addShutdownHook(site.ending);
            TestCa.rsa("kubernetes").writeTo(site.directory);
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path binary() {
        return binary;
    }

    Path directory() {
        return directory;
    }

    Tools tools() {
        return tools;
    }

    Path caFile() {
        return directory.resolve("ca.crt");
    }

    ApiServer apiServer() {
        return keep(ApiServer.start(directory, fresh("apiserver")));
    }

    ApiServer apiServer(String behaviour) {
        return keep(ApiServer.start(directory, fresh("apiserver"), behaviour));
    }

    RunningAgent agent(List<AgentOptions.Probed> targets) {
        return keep(RunningAgent.start(binary, agentOptions(targets)));
    }

    AgentOptions agentOptions(List<AgentOptions.Probed> targets) {
        return new AgentOptions(fresh("agent"), freePort(), freePort(), caFile(), targets);
    }

    Blackbox blackbox(ApiServer server) {
        return keep(Blackbox.start(fresh("blackbox"), freePort(), caFile(), server.url()));
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            // This program is being ended, and the hook is under way.
        }
        end();
    }

    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("while ending: " + e);
            }
        }
        delete(directory);
    }

    /** Deletes a folder and all that is in it. */
    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    private Path fresh(String name) {
        count++;
        return directory.resolve(name + count);
    }

    /** One that nobody listens on, and that was not given out before. */
    private int freePort() {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (ports.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
