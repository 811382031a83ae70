package io.vipagent.cli;

import io.vipagent.cli.option.InitOptions;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.OptionsFile;
import io.vipagent.config.RawOption;
import io.vipagent.core.text.IoErrors;
import io.vipagent.platform.HostName;
import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import io.vipagent.tools.init.LegacyReader;
import io.vipagent.tools.init.NodeFiles;
import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.ClusterOptions;
import io.vipagent.tools.init.cluster.ClusterReader;
import io.vipagent.tools.init.cluster.RenderedFile;
import io.vipagent.tools.init.cluster.VrrpPassword;
import io.vipagent.tools.init.migrate.Differences;
import io.vipagent.tools.init.migrate.LegacyDetection;
import io.vipagent.tools.init.migrate.LegacySetUp;
import io.vipagent.tools.init.migrate.Migration;
import io.vipagent.tools.init.migrate.MigrationReport;
import io.vipagent.tools.init.migrate.MigrationResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the command line, the file of options and the old set-up say of a cluster, read from the disk.
 *
 * @param given on the command line or in the file of options, by the names of the options
 * @param old the old set-up, where it was asked for
 * @param found in the files of the old set-up, where they were asked for
 * @param problems what is wrong with the file of options
 * @param where the options are, for messages
 */
record DescribedCluster(
        Map<String, List<RawOption>> given,
        Optional<LegacySetUp> old,
        Optional<MigrationResult> found,
        List<String> problems,
        String where) {
    static DescribedCluster read(InitOptions options) throws InvalidConfiguration {
        Map<String, List<RawOption>> given = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        if (options.file().isPresent()) {
            OptionsFile.GivenOptions content =
                    OptionsFile.read(read(options.file().get()), ClusterOptions.keys());
            given.putAll(content.given());
            problems.addAll(content.problems());
        }
        given.putAll(options.given());
        if (options.from().isEmpty()) {
            String where = options.file().map(Path::toString).orElse("command line");
            return new DescribedCluster(given, Optional.empty(), Optional.empty(), problems, where);
        }
        String self = HostName.read().orElse("unknown").split("\\.", 2)[0];
        LegacySetUp old = LegacyReader.at(options.from(), self);
        MigrationResult found = Migration.read(old, given);
        problems.addAll(found.problems());
        return new DescribedCluster(given, Optional.of(old), Optional.of(found), problems, "--from");
    }

    /**
     * Returns the cluster.
     *
     * @throws InvalidConfiguration with everything that is wrong
     */
    Cluster cluster() throws InvalidConfiguration {
        Optional<String> password = passwordFile().isPresent()
                ? Optional.of(Password.read(passwordFile().get()))
                : found.flatMap(MigrationResult::password)
                        .map(RawOption::text)
                        .filter(text -> VrrpPassword.problem(text).isEmpty());
        return ClusterReader.read(options(), password, problems, where);
    }

    /** Returns every option that counts, given or found. */
    Map<String, List<RawOption>> options() {
        return found.map(read -> MigrationReport.effective(read, given)).orElse(given);
    }

    /** Returns what was found, for people; empty where nothing was looked for. */
    String report() {
        return found.map(read -> MigrationReport.of(read, given)).orElse("");
    }

    /** Returns what the files of {@code cluster} change of the old ones, for people; empty where there are none. */
    String changes(Cluster cluster) {
        if (old.isEmpty() || found.isEmpty()) {
            return "";
        }
        NodeFiles files = new NodeFiles(cluster);
        return MigrationReport.of(
                Differences.of(
                        old.get(),
                        found.get().owners(),
                        cluster.members().getFirst().name(),
                        options().getOrDefault(ClusterOptions.VIP.name(), List.of()).stream()
                                .findFirst()
                                .map(RawOption::text),
                        (node, path) -> cluster.members().stream()
                                .filter(member -> member.name().equals(node))
                                .flatMap(member -> files.of(member).stream())
                                .filter(file -> file.path().equals(path))
                                .map(RenderedFile::text)
                                .collect(Collectors.joining())),
                LegacyDetection.of(old.get(), cluster));
    }

    /** Returns where the password is, if somebody said so. */
    Optional<String> passwordFile() {
        return Optional.ofNullable(given.get(ClusterOptions.AUTH_PASS_FILE.name()))
                .map(values -> values.getFirst().text());
    }

    private static String read(Path file) throws InvalidConfiguration {
        try {
            return RegularFile.text(file, FileKind.CONFIGURATION);
        } catch (IOException e) {
            throw new InvalidConfiguration(file.toString(), List.of(IoErrors.unreadable(e)));
        }
    }
}
