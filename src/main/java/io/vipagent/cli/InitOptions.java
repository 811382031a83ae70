package io.vipagent.cli;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.OptionsFile;
import io.vipagent.tools.init.LegacyReader;
import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.ClusterOptions;
import io.vipagent.tools.init.cluster.ClusterReader;
import io.vipagent.tools.init.migrate.Migration;
import io.vipagent.tools.init.migrate.MigrationReport;
import io.vipagent.tools.init.migrate.MigrationResult;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that describe a cluster; each may stand in a file too, and the command line wins. */
final class InitOptions {
    @Option(names = "--cluster", paramLabel = "FILE", description = "YAML with these options as keys, without dashes.")
    private @Nullable Path file;

    @Option(
            names = "--from",
            paramLabel = "PATH",
            arity = "1..*",
            description =
                    "Read these options from what is there: keepalived.conf and haproxy.cfg, or the folders that they"
                            + " are in; of one node or of several. The set-up's profile is kubeadm then, if nothing else is said.")
    private List<Path> from = List.of();

    @Option(
            names = "--set-up",
            paramLabel = "SET-UP",
            description = "systemd, static-pod, keepalived-only or kube-vip.")
    private @Nullable String setUp;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "kubeadm, recommended or fast (default: recommended).")
    private @Nullable String profile;

    @Option(names = "--vip", paramLabel = "ADDRESS", description = "A virtual IP; IPv4 or IPv6, may be repeated.")
    private List<String> vips = List.of();

    @Option(names = "--interface", paramLabel = "IF", description = "The network interface that carries it.")
    private @Nullable String interfaceName;

    @Option(
            names = "--node",
            paramLabel = "NAME=ADDRESS",
            description = "A control-plane node; repeated, the preferred one first.")
    private List<String> nodes = List.of();

    @Option(names = "--port", paramLabel = "PORT", description = "Where clients reach haproxy (default: 8443).")
    private @Nullable String port;

    @Option(names = "--api-port", paramLabel = "PORT", description = "The apiservers' (default: 6443).")
    private @Nullable String apiPort;

    @Option(
            names = "--router-id",
            paramLabel = "N",
            description = "VRRP's, 1 to 255, one per subnet (default: the last byte of the first VIP).")
    private @Nullable String routerId;

    @Option(
            names = "--auth-pass-file",
            paramLabel = "FILE",
            description = "Holds the password of profile kubeadm, at most 8 characters; - is stdin (default: drawn).")
    private @Nullable String passwordFile;

    @Option(names = "--unicast", description = "Adverts go to each node, not to the multicast group.")
    private boolean unicast;

    @Option(names = "--nopreempt", description = "A healed node leaves the VIP where it is.")
    private boolean nopreempt;

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "keepalived's, of the first node; the others' are below it (default: the profile's).")
    private @Nullable String priority;

    @Option(
            names = "--running",
            description = "The cluster is there already: the READMEs say how to change it node by node.")
    private boolean running;

    @Option(names = "--haproxy-metrics-port", paramLabel = "PORT", description = "Where haproxy serves its metrics.")
    private @Nullable String metricsPort;

    @Option(names = "--kube-vip-mode", paramLabel = "MODE", description = "arp or bgp (default: arp).")
    private @Nullable String kubeVipMode;

    @Option(names = "--bgp-as", paramLabel = "AS", description = "The nodes' autonomous system.")
    private @Nullable String bgpAs;

    @Option(names = "--bgp-peer", paramLabel = "ADDRESS=AS", description = "A router; may be repeated.")
    private List<String> bgpPeers = List.of();

    @Option(
            names = "--image",
            paramLabel = "NAME=REFERENCE",
            description = "Of agent, keepalived, haproxy or kube-vip; may be repeated.")
    private List<String> images = List.of();

    @Option(
            names = "--program",
            paramLabel = "PATH",
            description = "Where keepalived finds vip-agent (default: /usr/bin/vip-agent).")
    private @Nullable String program;

    private final Map<String, List<OptionsFile.Given>> given = new LinkedHashMap<>();
    private Optional<MigrationResult> found = Optional.empty();

    /**
     * The cluster.
     *
     * @throws InvalidConfiguration with everything that is wrong, in the file and on the command line
     */
    Cluster cluster() throws InvalidConfiguration {
        List<String> problems = new ArrayList<>();
        if (file != null) {
            OptionsFile.Content content = OptionsFile.read(read(file), ClusterOptions.KNOWN);
            given.putAll(content.given());
            problems.addAll(content.problems());
        }
        one("set-up", setUp);
        one("profile", profile);
        all("vip", vips);
        one("interface", interfaceName);
        all("node", nodes);
        one("port", port);
        one("api-port", apiPort);
        one("router-id", routerId);
        one("auth-pass-file", passwordFile);
        one("unicast", unicast ? "true" : null);
        one("nopreempt", nopreempt ? "true" : null);
        one("priority", priority);
        one("running", running ? "true" : null);
        one("haproxy-metrics-port", metricsPort);
        one("kube-vip-mode", kubeVipMode);
        one("bgp-as", bgpAs);
        all("bgp-peer", bgpPeers);
        all("image", images);
        one("program", program);
        Optional<String> password = Optional.empty();
        if (passwordFile().isPresent()) {
            password = Optional.of(Password.read(passwordFile().get()));
        }
        if (from.isEmpty()) {
            return ClusterReader.read(given, password, problems, file == null ? "command line" : file.toString());
        }
        MigrationResult read =
                Migration.read(LegacyReader.at(from, HostName.read().split("\\.", 2)[0]), given);
        found = Optional.of(read);
        problems.addAll(read.problems());
        return ClusterReader.read(
                options(), password.or(() -> read.password().map(OptionsFile.Given::text)), problems, "--from");
    }

    /** What was read from the old files, where it was asked for; once {@link #cluster} was asked. */
    Optional<MigrationResult> found() {
        return found;
    }

    /** Every option that counts, given or found. */
    Map<String, List<OptionsFile.Given>> options() {
        return found.map(read -> MigrationReport.effective(read, given)).orElse(given);
    }

    /** What was found, for people; empty where nothing was looked for. */
    String report() {
        return found.map(read -> MigrationReport.of(read, given)).orElse("");
    }

    /** Where the password is, if somebody said so. */
    Optional<String> passwordFile() {
        return Optional.ofNullable(given.get("auth-pass-file"))
                .map(values -> values.getFirst().text());
    }

    private void one(String option, @Nullable String value) {
        if (value != null) {
            all(option, List.of(value));
        }
    }

    private void all(String option, List<String> values) {
        if (!values.isEmpty()) {
            given.put(
                    option,
                    values.stream()
                            .map(value -> new OptionsFile.Given("--" + option, value, Optional.empty()))
                            .toList());
        }
    }

    private static String read(Path file) throws InvalidConfiguration {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new InvalidConfiguration(file.toString(), List.of("no such file"));
        } catch (CharacterCodingException e) {
            throw new InvalidConfiguration(file.toString(), List.of("not UTF-8"));
        } catch (IOException e) {
            throw new InvalidConfiguration(file.toString(), List.of("cannot be read: " + e.getMessage()));
        }
    }
}
