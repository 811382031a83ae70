package io.vipagent.tools.init.cluster;

import io.vipagent.tools.init.cluster.Cluster.ClientPair;
import io.vipagent.tools.init.cluster.Cluster.Tls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * What the static pods see of their host's certificates, which is the least by which each of them works. A mounted file
 * stays the one that was there when the container began, so whoever follows files that are replaced needs their folder.
 */
final class PodFiles {
    private static final Path CONFIGURATION = Path.of("/etc/vip-agent");

    private final List<Path> seen = new ArrayList<>();
    private final List<Map<String, Object>> mounts = new ArrayList<>();

    private PodFiles(List<Path> seen) {
        this.seen.addAll(seen);
    }

    /** Returns folders alone: the agent takes new files without a restart, and may start before there are any. */
    static List<Map<String, Object>> ofAgent(Tls tls) {
        PodFiles files = new PodFiles(List.of(CONFIGURATION));
        all(tls, files::folder);
        return files.mounts;
    }

    /** Returns files alone, since the container is root's: the keys beside them would be open to it. */
    static List<Map<String, Object>> ofKeepalived(Tls tls) {
        PodFiles files = new PodFiles(List.of(CONFIGURATION));
        all(tls, files::file);
        return files.mounts;
    }

    /** Returns files alone: haproxy reads them when it starts, and never again. */
    static List<Map<String, Object>> ofHaproxy(Tls tls) {
        PodFiles files = new PodFiles(List.of());
        files.file("ca", tls.caFile());
        tls.client().filter(ClientPair::inOneFile).ifPresent(pair -> files.file("client", pair.certFile()));
        return files.mounts;
    }

    private static void all(Tls tls, BiConsumer<String, String> show) {
        show.accept("ca", tls.caFile());
        tls.client().ifPresent(pair -> {
            show.accept("client", pair.certFile());
            show.accept("client-key", pair.keyFile());
        });
    }

    private void folder(String name, String file) {
        mount(name, Objects.requireNonNull(Path.of(file).getParent(), file), "DirectoryOrCreate");
    }

    private void file(String name, String file) {
        mount(name, Path.of(file), "File");
    }

    private void mount(String name, Path path, String type) {
        if (seen.stream().noneMatch(path::startsWith)) {
            seen.add(path);
            mounts.add(Map.of("name", name, "path", path.toString(), "type", type));
        }
    }
}
