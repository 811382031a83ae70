package io.vipagent.tools.host;

import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import io.vipagent.tools.conf.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directory that is taken for the node's root: / for the node itself, another one for a node's mounted disk. */
public final class HostRoot {
    /** More than /proc has processes; what is beyond is not looked at. */
    private static final int MAX_NAMES = 100_000;

    private static final Path THIS_NODE = Path.of("/");

    /** What the kernel and the services of a node fill while it runs; on its disk these directories are empty. */
    private static final List<String> OF_A_RUNNING_NODE = List.of("/run", "/var/run", "/dev", "/proc", "/sys", "/tmp");

    /** As many as the kernel follows in one path. */
    private static final int MAX_LINKS = 40;

    private final Path path;

    public HostRoot(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    /** Returns whether it is the node that doctor runs on, so that more than files can be looked at. */
    public boolean isThisNode() {
        return path.equals(THIS_NODE);
    }

    /**
     * Returns whether this tree shows what the node has at {@code file}: a disk that is at rest has an empty {@code
     * /run}, and a folder that {@code init} wrote has {@code /etc} alone.
     */
    public boolean shows(String file) {
        if (isThisNode()) {
            return true;
        }
        String top = OF_A_RUNNING_NODE.stream()
                .filter(directory -> file.equals(directory) || file.startsWith(directory + "/"))
                .findFirst()
                .orElse("");
        return top.isEmpty()
                ? Files.exists(at(file.replaceFirst("^(/+[^/]*).*", "$1")))
                : !names(top).isEmpty();
    }

    /**
     * Returns where {@code file}, absolute on the node, really is: links are followed within the tree, as a process with
     * this root would follow them.
     */
    public Path at(String file) {
        return isThisNode() ? path.resolve(file.replaceFirst("^/+", "")).normalize() : within(file);
    }

    private Path within(String file) {
        Deque<String> names = new ArrayDeque<>(List.of(file.split("/+", -1)));
        Path at = path;
        int links = 0;
        while (!names.isEmpty()) {
            String name = names.pop();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                at = at.equals(path) ? path : at.resolve("..").normalize();
                continue;
            }
            Path next = at.resolve(name);
            Optional<Path> target = links < MAX_LINKS ? target(next) : Optional.empty();
            if (target.isPresent()) {
                links++;
                at = target.get().isAbsolute() ? path : at;
                List.of(target.get().toString().split("/+", -1)).reversed().forEach(names::push);
            } else {
                at = next;
            }
        }
        return at;
    }

    private static Optional<Path> target(Path link) {
        try {
            return Files.isSymbolicLink(link) ? Optional.of(Files.readSymbolicLink(link)) : Optional.empty();
        } catch (IOException vanished) {
            return Optional.empty();
        }
    }

    /** Returns what the node itself calls {@code real}. */
    public String name(Path real) {
        return real.startsWith(path) ? THIS_NODE.resolve(path.relativize(real)).toString() : real.toString();
    }

    /** Returns a configuration of another program, or a manifest. */
    public Source configuration(String file, FileKind kind) throws IOException {
        return ConfigurationFile.read(file, at(file), kind);
    }

    private String text(String file) throws IOException {
        return new String(RegularFile.bytes(at(file), FileKind.NODE_FILE), StandardCharsets.UTF_8);
    }

    /** Returns the lines of a file; empty where it cannot be read. */
    public Optional<List<String>> lines(String file) {
        try {
            return Optional.of(text(file).lines().toList());
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /** Returns the first line of a file; empty where it cannot be read. */
    public Optional<String> line(String file) {
        return lines(file).stream().flatMap(List::stream).map(String::strip).findFirst();
    }

    /** Returns the names in a directory, in order; none where it cannot be read. */
    public List<String> names(String directory) {
        try (Stream<Path> entries = Files.list(at(directory))) {
            return entries.limit(MAX_NAMES)
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException notThere) {
            return List.of();
        }
    }
}
