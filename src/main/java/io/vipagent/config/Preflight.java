package io.vipagent.config;

import io.vipagent.check.Target;
import io.vipagent.control.ControlSocket;
import io.vipagent.probe.HttpsProbe;
import io.vipagent.time.SystemTicker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What must be true of this machine before anything starts. */
public final class Preflight {
    private Preflight() {}

    /**
     * Looks at every file, port and path that the agent will need.
     *
     * @throws InvalidConfiguration with everything that is not as it must be
     */
    public static void check(Settings settings) throws InvalidConfiguration {
        HttpsProbe probe = new HttpsProbe(new SystemTicker(), warning -> {});
        List<String> problems = new ArrayList<>(files(probe, settings.targets()));
        port("http.listen", settings.http()).ifPresent(problems::add);
        settings.agentCheck()
                .flatMap(options -> port("agent-check.listen", options.listen()))
                .ifPresent(problems::add);
        socket(settings.socket()).ifPresent(problems::add);
        settings.trackFile()
                .flatMap(file -> directory("keepalived.track-file", file))
                .ifPresent(problems::add);
        if (!problems.isEmpty()) {
            throw new InvalidConfiguration("cannot start", problems);
        }
    }

    /** What is wrong with the TLS files of {@code targets}; {@code probe} keeps what it has read. */
    public static Set<String> files(HttpsProbe probe, List<Target> targets) {
        Set<String> problems = new LinkedHashSet<>();
        for (Target target : targets) {
            probe.fileProblem(target.trust())
                    .ifPresent(problem -> problems.add("vip-agent.targets." + target.name() + ": " + problem));
        }
        return problems;
    }

    private static Optional<String> port(String key, InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("vip-agent." + key + ": cannot listen on "
                    + address.getAddress().getHostAddress() + ":" + address.getPort() + ": " + e.getMessage());
        }
    }

    private static Optional<String> socket(Path socket) {
        return directory("control.socket", socket)
                .or(() -> ControlSocket.isServed(socket)
                        ? Optional.of("vip-agent.control.socket: another agent answers on " + socket)
                        : Optional.empty());
    }

    /** Whether a file can be made beside {@code file}; its directory is made if only the last part is missing. */
    private static Optional<String> directory(String key, Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return Optional.of("vip-agent." + key + ": " + file + " is no file's path");
        }
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(directory);
            }
            Files.delete(Files.createTempFile(directory, ".vip-agent", null));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("vip-agent." + key + ": cannot write in " + directory + " ("
                    + e.getClass().getSimpleName() + "); expected a directory that this user may write to");
        }
    }
}
