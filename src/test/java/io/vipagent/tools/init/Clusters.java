package io.vipagent.tools.init;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.OptionsFile;
import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.Cluster.Member;
import io.vipagent.tools.init.cluster.ClusterOptions;
import io.vipagent.tools.init.cluster.ClusterReader;
import io.vipagent.tools.init.cluster.RenderedFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Clusters and their files, from YAML. */
public final class Clusters {
    public static final String THREE = """
            vip: 192.0.2.100
            interface: eth0
            node: {cp1: 192.0.2.11, cp2: 192.0.2.12, cp3: 192.0.2.13}
            """;

    private Clusters() {}

    public static Cluster read(String yaml) throws InvalidConfiguration {
        return read(yaml, Optional.empty());
    }

    public static Cluster read(String yaml, Optional<String> password) throws InvalidConfiguration {
        OptionsFile.GivenOptions content = OptionsFile.read(yaml, ClusterOptions.keys());
        return ClusterReader.read(content.given(), password, content.problems(), "cluster.yaml");
    }

    /** The message, without its first line. */
    public static List<String> problems(String yaml) {
        return problems(yaml, Optional.empty());
    }

    public static List<String> problems(String yaml, Optional<String> password) {
        try {
            read(yaml, password);
            return List.of();
        } catch (InvalidConfiguration e) {
            return e.getMessage().lines().skip(1).map(String::strip).toList();
        }
    }

    /** A file of the member with this rank. */
    static String file(Cluster cluster, int rank, String path) {
        Member member = cluster.members().get(rank);
        return new NodeFiles(cluster)
                .of(member).stream()
                        .filter(file -> file.path().equals(path))
                        .map(RenderedFile::text)
                        .collect(Collectors.joining());
    }
}
