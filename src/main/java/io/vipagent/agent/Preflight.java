package io.vipagent.agent;

import io.vipagent.agent.control.ControlSocket;
import io.vipagent.agent.probe.HttpsProbe;
import io.vipagent.agent.tls.TlsFiles;
import io.vipagent.config.HttpSettings.HttpTls;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.KeepalivedSettings;
import io.vipagent.config.Settings;
import io.vipagent.core.protocol.UnusableFile;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.text.IoErrors;
import io.vipagent.platform.files.SoleOwner;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
        List<String> problems = new ArrayList<>(files(probe, settings));
        settings.http().tls().flatMap(Preflight::httpTls).ifPresent(problems::add);
        port("http.listen", settings.http().listen()).ifPresent(problems::add);
        settings.agentCheck()
                .listen()
                .flatMap(address -> port("agent-check.listen", address))
                .ifPresent(problems::add);
        socket(settings.socket()).ifPresent(problems::add);
        KeepalivedSettings keepalived = settings.keepalived();
        keepalived.trackFile().flatMap(Preflight::trackFile).ifPresent(problems::add);
        keepalived.notifyFifo().flatMap(Preflight::notifyFifo).ifPresent(problems::add);
        DescriptorNeeds.problem(settings).ifPresent(problems::add);
        if (!problems.isEmpty()) {
            throw new InvalidConfiguration("cannot start", problems);
        }
    }

    /** Returns whether kubeadm has yet to make this node's CA, and the node may hold the VIP until it has. */
    public static boolean bootstraps(Settings settings) {
        return !settings.decision().bootstrapGrace().isZero()
                && settings.deciding().stream().anyMatch(Preflight::lacksCa);
    }

    /** Returns what is wrong with the TLS files of the targets; a CA that is yet to be made is not. */
    private static Set<String> files(HttpsProbe probe, Settings settings) {
        boolean bootstraps = bootstraps(settings);
        return files(
                probe,
                settings.targets().stream()
                        .filter(target -> awaited(target).isEmpty() && (!bootstraps || !lacksCa(target)))
                        .toList());
    }

    private static boolean lacksCa(Target target) {
        return !target.tlsSettings().insecure()
                && Files.notExists(target.tlsSettings().caFile());
    }

    /**
     * Returns the files of {@code target} that come with the node's joining the cluster and are not there yet: the
     * agent starts without them, and the target is STARTING until they have come.
     */
    static List<Path> awaited(Target target) {
        return awaited(target.tlsSettings());
    }

    /** Returns the same of other files. */
    static List<Path> awaited(TlsSettings tls) {
        return Stream.of(
                        tls.insecure() ? Stream.<Path>empty() : Stream.of(tls.caFile()),
                        tls.client().stream().flatMap(client -> Stream.of(client.certFile(), client.keyFile())),
                        tls.tokenFile().stream())
                .flatMap(files -> files)
                .filter(file -> UnusableFile.isMadeByJoining(file) && Files.notExists(file))
                .toList();
    }

    /** Returns what is wrong with the TLS files of {@code targets}; {@code probe} keeps what it has read. */
    public static Set<String> files(HttpsProbe probe, List<Target> targets) {
        Set<String> problems = new LinkedHashSet<>();
        for (Target target : targets) {
            probe.fileProblem(target.tlsSettings())
                    .ifPresent(problem -> problems.add("vip-agent.targets." + target.name() + ": " + problem));
        }
        return problems;
    }

    /**
     * Returns what is wrong with the files of {@code http.tls}; those that joining the cluster makes may be missing.
     */
    private static Optional<String> httpTls(HttpTls tls) {
        TlsSettings files = tls.tlsSettings();
        if (!awaited(files).isEmpty()) {
            return Optional.empty();
        }
        try {
            TlsFiles.closedToOthers(_ -> {}).of(files);
            return Optional.empty();
        } catch (UnusableFile e) {
            return Optional.of("vip-agent.http.tls: " + e.getMessage());
        }
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
        String key = "vip-agent.control.socket: ";
        if (ControlSocket.isServed(socket)) {
            return Optional.of(key + "another agent answers on " + socket);
        }
        return isInTheWay(socket, BasicFileAttributes::isOther)
                ? Optional.of(key + socket + " is there already, and is no socket")
                : directory(key, socket);
    }

    private static Optional<String> trackFile(Path file) {
        String key = "vip-agent.keepalived.track-file: ";
        return isInTheWay(file, BasicFileAttributes::isRegularFile)
                ? Optional.of(key + file + " is there already, and is no regular file")
                : directory(key, file).or(() -> otherOwner(key, file));
    }

    /** keepalived would hear of two decisions in turn. */
    private static Optional<String> otherOwner(String key, Path file) {
        try {
            return SoleOwner.of(file)
                    ? Optional.empty()
                    : Optional.of(key + "another agent writes " + file + "; expected a file of its own for each agent");
        } catch (IOException e) {
            return Optional.of(key + "cannot lock " + file + ": " + why(e));
        }
    }

    private static Optional<String> notifyFifo(Path file) {
        String key = "vip-agent.keepalived.notify-fifo: ";
        return isInTheWay(file, BasicFileAttributes::isOther)
                ? Optional.of(key + file + " is there already, and is no FIFO")
                : directory(key, file);
    }

    private static boolean isInTheWay(Path file, Predicate<BasicFileAttributes> right) {
        try {
            return !right.test(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (IOException notThereOrNotToBeSeen) {
            return false;
        }
    }

    /**
     * Returns whether a file can be made beside {@code file}; its directory is made if only the last part is missing.
     */
    private static Optional<String> directory(String key, Path file) {
        Path directory = Optional.ofNullable(file.getParent()).orElse(file);
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(directory);
            }
            Files.delete(Files.createTempFile(directory, ".vip-agent", null));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(key + "cannot write in " + directory + ": " + why(e)
                    + "; expected a directory that this user may write to, or another path by "
                    + key.replaceFirst(": $", "").toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
        }
    }

    private static String why(IOException error) {
        return switch (error) {
            case NoSuchFileException e -> "no such directory, nor the one above it";
            case FileAlreadyExistsException e -> "not a directory";
            default -> IoErrors.why(error);
        };
    }
}
