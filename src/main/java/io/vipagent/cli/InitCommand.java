package io.vipagent.cli;

import io.vipagent.cli.option.InitOptions;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.OptionsFile;
import io.vipagent.config.RawOption;
import io.vipagent.core.text.IoErrors;
import io.vipagent.platform.HostName;
import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import io.vipagent.tools.init.NodeFiles;
import io.vipagent.tools.init.OutFolder;
import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.Cluster.Member;
import io.vipagent.tools.init.cluster.ClusterOptions;
import io.vipagent.tools.init.cluster.FileDiff;
import io.vipagent.tools.init.cluster.InitSummary;
import io.vipagent.tools.init.cluster.RenderedFile;
import io.vipagent.tools.init.migrate.ClusterYaml;
import io.vipagent.tools.init.migrate.MigrationResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every file that every node needs. */
@Command(
        name = "init",
        description = {
            "Writes every file that each control-plane node needs, one folder per node, and touches nothing else.",
            "The README in each folder says what to do with them."
        },
        footer = {
            "",
            "Examples:",
            "  vip-agent init --set-up systemd --vip 192.0.2.100 --interface eth0 --node cp1=192.0.2.11"
                    + " --node cp2=192.0.2.12 --out nodes",
            "  vip-agent init --from /etc/keepalived /etc/haproxy --out nodes --diff"
        },
        mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
    @Mixin
    private InitOptions options = new InitOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "vip-agent-nodes",
            description = "Where the folders are made (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("vip-agent-nodes");

    @Option(names = "--only", paramLabel = "NODE", description = "This node's files alone.")
    private @Nullable String only;

    @Option(
            names = "--force",
            description = "Replace files that differ; the old ones are kept in DIR/bak-N, a folder for each run.")
    private boolean force;

    @Option(names = "--dry-run", description = "Show every file, and write none.")
    private boolean dryRun;

    @Option(
            names = "--diff",
            description = "Show what would change of what is installed on this node, and write nothing. Exits 1 for a "
                    + "difference.")
    private boolean diff;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = "/",
            description = "Below which --diff looks (default: ${DEFAULT-VALUE}).")
    private Path root = Path.of("/");

    @Override
    public Integer call() throws InvalidConfiguration {
        DescribedCluster described = DescribedCluster.read(options);
        // The report goes where it is in nobody's way: a difference may be kept in a file.
        (diff ? System.err : System.out).print(described.report());
        Cluster given = described.cluster();
        Password password = Password.of(given, out, described.passwordFile());
        Cluster cluster = password.with(given);
        (diff ? System.err : System.out).print(described.changes(cluster));
        List<Member> members = members(cluster);
        if (diff) {
            return compare(new NodeFiles(cluster), members.getFirst());
        }
        if (password.generated() && only != null) {
            throw new InvalidConfiguration(
                    "--only",
                    List.of("the nodes must share a password: write them all at once, or give --auth-pass-file"));
        }
        List<RenderedFile> files = new ArrayList<>(password.file().stream().toList());
        files.addAll(kept(described));
        NodeFiles renderer = new NodeFiles(cluster);
        for (Member member : members) {
            renderer.of(member)
                    .forEach(file ->
                            files.add(new RenderedFile(member.name() + "/" + file.path(), file.text(), file.secret())));
        }
        files.addAll(renderer.monitoring());
        return dryRun
                ? show(files)
                : write(files, cluster, described.options().containsKey(ClusterOptions.ROUTER_ID.name()));
    }

    /** Returns what the next run needs: what was found or given, so that a node can be added, replaced or removed. */
    private List<RenderedFile> kept(DescribedCluster described) throws InvalidConfiguration {
        Optional<RenderedFile> password = described.passwordFile().isPresent()
                ? Optional.empty()
                : described.found().flatMap(MigrationResult::password).map(given -> Password.kept(given.text()));
        Optional<String> where = password.map(
                file -> out.resolve(file.path()).toAbsolutePath().normalize().toString());
        List<RenderedFile> files = new ArrayList<>(password.stream().toList());
        Path kept = out.resolve("cluster.yaml");
        if (described.found().isPresent() || !(isOwners(kept) || saysTheSame(kept, described))) {
            String text = ClusterYaml.of(described.options(), ClusterOptions.keys(), where);
            files.add(new RenderedFile("cluster.yaml", text, false));
        }
        return files;
    }

    /** Returns whether it is the file that the options were read from, which {@code --force} alone replaces. */
    private boolean isOwners(Path file) {
        return !force
                && options.file()
                        .filter(given -> given.toAbsolutePath()
                                .normalize()
                                .equals(file.toAbsolutePath().normalize()))
                        .isPresent();
    }

    /**
     * Returns whether the file holds the same options: then it stays, with whatever else its owner has written in it.
     */
    private static boolean saysTheSame(Path file, DescribedCluster described) throws InvalidConfiguration {
        return Files.isRegularFile(file)
                && texts(OptionsFile.read(read(file), ClusterOptions.keys()).given())
                        .equals(texts(described.options()));
    }

    private static Map<String, List<String>> texts(Map<String, List<RawOption>> options) {
        Map<String, List<String>> texts = new TreeMap<>();
        options.forEach((option, values) ->
                texts.put(option, values.stream().map(RawOption::text).toList()));
        return texts;
    }

    private List<Member> members(Cluster cluster) throws InvalidConfiguration {
        Optional<String> wanted = Optional.ofNullable(only).or(() -> diff ? HostName.read() : Optional.empty());
        if (wanted.isEmpty()) {
            return cluster.members();
        }
        List<Member> found = cluster.members().stream()
                .filter(member -> member.name().equals(wanted.get()))
                .toList();
        if (found.isEmpty()) {
            List<String> names = cluster.members().stream().map(Member::name).toList();
            throw new InvalidConfiguration(
                    only == null ? "--diff" : "--only",
                    List.of("\"" + wanted.get() + "\" is none of the nodes, " + String.join(", ", names)
                            + (only == null ? "; give --only" : "")));
        }
        return found;
    }

    private int compare(NodeFiles renderer, Member member) throws InvalidConfiguration {
        boolean differs = false;
        for (RenderedFile file : renderer.of(member)) {
            Path path = root.resolve(file.path());
            if (file.path().startsWith("etc/")) {
                boolean there = Files.exists(path);
                String difference = FileDiff.of(file, there ? read(path) : "", there);
                System.out.print(difference);
                differs |= !difference.isEmpty();
            }
        }
        return differs ? ExitCode.UNHEALTHY.code() : ExitCode.OK.code();
    }

    private static int show(List<RenderedFile> files) {
        for (RenderedFile file : files) {
            System.out.println("==> " + file.path() + (file.secret() ? " (0600)" : " (0644)"));
            System.out.print(file.shown());
            System.out.println();
        }
        return ExitCode.OK.code();
    }

    private int write(List<RenderedFile> files, Cluster cluster, boolean routerIdGiven) throws InvalidConfiguration {
        Map<String, String> written = new OutFolder(out, force).write(files);
        written.forEach((path, kept) -> System.out.println(
                "wrote " + out.resolve(path) + (kept.isEmpty() ? "" : "; the old one is " + out.resolve(kept))));
        int unchanged = files.size() - written.size();
        if (unchanged > 0) {
            System.out.println("unchanged: " + unchanged + (unchanged == 1 ? " file" : " files"));
        }
        System.out.print(InitSummary.of(cluster, routerIdGiven, out.toString()));
        return ExitCode.OK.code();
    }

    private static String read(Path file) throws InvalidConfiguration {
        try {
            return new String(RegularFile.bytes(file, FileKind.NODE_FILE), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidConfiguration(file.toString(), List.of(IoErrors.unreadable(e)));
        }
    }
}
