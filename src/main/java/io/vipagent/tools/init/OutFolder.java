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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A folder that files are written to: all of them or none, and nothing that is there is lost. */
public final class OutFolder {
    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");

    private final Path folder;
    private final boolean force;

    /** {@code force} replaces files that differ, and keeps them as {@code NAME.bak-N}. */
    public OutFolder(Path folder, boolean force) {
        this.folder = folder;
        this.force = force;
    }

    /**
     * Writes what is not there yet.
     *
     * @return what was written, by path; the value is what was kept of the old file, or empty
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
        try {
            for (RenderedFile file : files) {
                Path path = folder.resolve(file.path());
                fresh.put(path, beside(path, file));
            }
            for (Path path : fresh.keySet()) {
                if (Files.exists(path)) {
                    kept.put(path, RegularFile.copy(path, backup(path), FileKind.NODE_FILE));
                }
            }
            for (Map.Entry<Path, Path> each : fresh.entrySet()) {
                placed.add(each.getKey());
                Files.move(each.getValue(), each.getKey(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            undo(fresh, kept, placed);
            throw new InvalidConfiguration("nothing was written to " + folder, List.of(reason(e)));
        }
        Map<String, String> written = new TreeMap<>();
        for (Path path : fresh.keySet()) {
            written.put(
                    folder.relativize(path).toString(),
                    kept.containsKey(path) ? String.valueOf(kept.get(path).getFileName()) : "");
        }
        return written;
    }

    /** The new content under another name, complete and with its permissions from the start. */
    private static Path beside(Path path, RenderedFile file) throws IOException {
        Path parent = path.toAbsolutePath().resolveSibling("");
        Files.createDirectories(parent);
        return RegularFile.temporary(
                parent, "." + path.getFileName() + ".", file.text(), file.secret() ? SECRET : OPEN);
    }

    private static Path backup(Path path) {
        int number = 1;
        while (Files.exists(path.resolveSibling(path.getFileName() + ".bak-" + number), LinkOption.NOFOLLOW_LINKS)) {
            number++;
        }
        return path.resolveSibling(path.getFileName() + ".bak-" + number);
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
