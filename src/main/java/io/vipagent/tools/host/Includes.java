package io.vipagent.tools.host;

import io.vipagent.core.text.IoErrors;
import io.vipagent.platform.files.FileKind;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Sources;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The files that keepalived.conf includes; wildcards in any part of the path. */
public final class Includes implements Sources {
    /** A pattern of nothing but stars is the whole disk; nobody includes as many files. */
    private static final int MAX_MATCHES = 2000;

    /** As long as the kernel lets a path be. */
    private static final int MAX_PATTERN = 4096;

    /** All patterns of one configuration together; directories of configurations hold far fewer. */
    private static final int MAX_NAMES = 100_000;

    /** As many as all that is included may have. */
    private static final long MAX_CHARACTERS = 16 << 20;

    private final HostRoot root;
    private int looked;

    /** Returns those below a directory that is taken for the node's root. */
    public static Includes below(Path root) {
        return new Includes(new HostRoot(root));
    }

    public Includes(HostRoot root) {
        this.root = root;
    }

    @Override
    public List<Source> matching(String pattern, String from) throws IOException {
        if (pattern.length() > MAX_PATTERN) {
            throw new IOException("longer than " + MAX_PATTERN + " characters, as no path is");
        }
        List<String> patterns = Braces.expand(pattern);
        boolean chosen = patterns.size() > 1 || patterns.stream().anyMatch(Wildcards::isIn);
        Set<Path> found = new LinkedHashSet<>();
        for (String each : patterns) {
            found.addAll(paths(each.startsWith("/") ? each : HostPaths.parent(from) + "/" + each));
            check(found);
        }
        List<Source> sources = new ArrayList<>();
        long length = 0;
        for (Path file : found) {
            // A pattern means what is there, and a name what should be.
            if (!Files.isDirectory(file) && (!chosen || Files.exists(file, LinkOption.NOFOLLOW_LINKS))) {
                sources.add(read(file));
                length += sources.getLast().text().length();
                if (length > MAX_CHARACTERS) {
                    throw new IOException("matches files of more than " + (MAX_CHARACTERS >> 20) + " MiB in all");
                }
            }
        }
        return sources;
    }

    /** Returns what a pattern without braces matches; names between two wildcards are one step. */
    private List<Path> paths(String absolute) throws IOException {
        List<Path> found = List.of(root.at("/"));
        StringBuilder names = new StringBuilder();
        for (String part : absolute.split("/+")) {
            if (Wildcards.isIn(part)) {
                found = matching(below(found, names.toString()), new Wildcards(part));
                names.setLength(0);
            } else if (!part.isEmpty()) {
                names.append(names.isEmpty() ? "" : "/").append(part);
            }
        }
        return below(found, names.toString());
    }

    private Source read(Path file) throws IOException {
        try {
            return root.configuration(root.name(file), FileKind.FOREIGN_CONFIGURATION);
        } catch (IOException e) {
            throw new IOException(root.name(file) + ": " + IoErrors.why(e), e);
        }
    }

    private static List<Path> below(List<Path> directories, String names) {
        return names.isEmpty()
                ? directories
                : directories.stream()
                        .map(directory -> directory.resolve(names).normalize())
                        .toList();
    }

    private List<Path> matching(List<Path> directories, Wildcards part) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                found.addAll(matching(directory, part));
                check(found);
            }
        }
        return found;
    }

    private List<Path> matching(Path directory, Wildcards part) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (++looked > MAX_NAMES) {
                    throw new IOException("more than " + MAX_NAMES + " names were compared with what is included");
                }
                if (part.match(String.valueOf(entry.getFileName()))) {
                    found.add(entry);
                }
            }
        }
        found.sort(null);
        return found;
    }

    private static void check(Collection<Path> found) throws IOException {
        if (found.size() > MAX_MATCHES) {
            throw new IOException("matches more than " + MAX_MATCHES + " files and directories");
        }
    }
}
