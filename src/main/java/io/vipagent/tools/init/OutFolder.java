package io.vipagent.tools.init;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import io.vipagent.tools.init.cluster.RenderedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder that files are written to: all of them or none, and nothing that is there is lost. */
public final class OutFolder {
    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");

    /**
     * Old files are kept outside the nodes' own folders: those are copied to the nodes whole, where kubelet takes every
     * file in its directory of manifests for a pod, and an {@code include} of keepalived may take every file in its
     * own.
     */
    private static final String BACKUP = "bak-";

    private final Path folder;
    private final boolean force;

    /** {@code force} replaces files that differ, and keeps the old ones in {@code bak-N}, a folder for each run. */
    public OutFolder(Path folder, boolean force) {
        this.folder = folder;
        this.force = force;
    }

    /**
     * Writes what is not there yet.
     *
     * @return what was written, by path; the value is where the old file was kept, below the folder, or empty
     * @throws InvalidConfiguration where a file differs and may not be replaced, or cannot be written; then all is as
     *     before
     */
    public Map<String, String> write(List<RenderedFile> files) throws InvalidConfiguration {
        List<String> problems = new ArrayList<>();
        List<RenderedFile> wanted = new ArrayList<>();
        for (RenderedFile file : files) {
            Path path = folder.resolve(file.path());
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                wanted.add(file);
            } else if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                problems.add(file.path() + ": is there and is not a file");
            } else if (!holds(path, file.text())) {
                wanted.add(file);
                if (!force) {
                    problems.add(file.path() + ": is there and differs; --force replaces it and keeps a backup");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfiguration("nothing was written to " + folder, problems);
        }
        return replace(wanted);
    }

    private Map<String, String> replace(List<RenderedFile> files) throws InvalidConfiguration {
        Map<Path, Path> fresh = new TreeMap<>();
        Map<Path, Path> kept = new TreeMap<>();
        List<Path> placed = new ArrayList<>();
        Path backup = backup();
        try {
            for (RenderedFile file : files) {
                Path path = folder.resolve(file.path());
                fresh.put(path, beside(path, file));
            }
            for (Path path : fresh.keySet()) {
                if (Files.exists(path)) {
                    Path copy = backup.resolve(folder.relativize(path));
                    Files.createDirectories(copy.resolveSibling(""));
                    kept.put(path, RegularFile.copy(path, copy, FileKind.NODE_FILE));
                }
            }
            for (Map.Entry<Path, Path> each : fresh.entrySet()) {
                placed.add(each.getKey());
                Files.move(each.getValue(), each.getKey(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            undo(fresh, kept, placed);
            removeEmpty(backup);
            throw new InvalidConfiguration("nothing was written to " + folder, List.of(reason(e)));
        }
        Map<String, String> written = new TreeMap<>();
        for (Path path : fresh.keySet()) {
            written.put(
                    folder.relativize(path).toString(),
                    kept.containsKey(path) ? folder.relativize(kept.get(path)).toString() : "");
        }
        return written;
    }

    /** Returns the new content under another name, complete and with its permissions from the start. */
    private static Path beside(Path path, RenderedFile file) throws IOException {
        Path parent = path.toAbsolutePath().resolveSibling("");
        Files.createDirectories(parent);
        return RegularFile.temporary(
                parent, "." + path.getFileName() + ".", file.text(), file.secret() ? SECRET : OPEN);
    }

    private Path backup() {
        int number = 1;
        while (Files.exists(folder.resolve(BACKUP + number), LinkOption.NOFOLLOW_LINKS)) {
            number++;
        }
        return folder.resolve(BACKUP + number);
    }

    /** Removes {@code top} and what is below it, where that is directories alone. */
    private static void removeEmpty(Path top) {
        try (Stream<Path> all = Files.walk(top)) {
            all.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .forEach(each -> each.toFile().delete());
        } catch (IOException e) {
            // There is none, or it stays: it is in nobody's way.
        }
    }

    private static void undo(Map<Path, Path> fresh, Map<Path, Path> kept, List<Path> placed) {
        for (Path path : placed) {
            try {
                if (kept.containsKey(path)) {
                    Files.move(kept.get(path), path, StandardCopyOption.REPLACE_EXISTING);
                } else {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                // The backup stays where it is, and the message names the first error.
            }
        }
        for (Path left : fresh.values()) {
            left.toFile().delete();
        }
        kept.forEach((path, copy) -> {
            if (!placed.contains(path)) {
                copy.toFile().delete();
            }
        });
    }

    private static boolean holds(Path path, String text) {
        return RegularFile.holds(path, text);
    }

    private static String reason(IOException error) {
        String kind = error.getClass().getSimpleName().replace("Exception", "");
        return error.getMessage() + ": " + kind;
    }
}
