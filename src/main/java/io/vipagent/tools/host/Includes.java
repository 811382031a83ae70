package io.vipagent.tools.host;

import io.vipagent.core.text.IoErrors;
import io.vipagent.platform.files.FileKind;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Sources;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.StreamSupport;

/** The files that keepalived.conf includes; wildcards in any part of the path. */
public final class Includes implements Sources {
    /** A pattern of nothing but stars is the whole disk; nobody includes as many files. */
    private static final int MAX_MATCHES = 2000;

    private final HostRoot root;

    /** Returns those below a directory that is taken for the node's root. */
    public static Includes below(Path root) {
        return new Includes(new HostRoot(root));
    }

    public Includes(HostRoot root) {
        this.root = root;
    }

    @Override
    public List<Source> matching(String pattern, String from) throws IOException {
        String absolute = pattern.startsWith("/") ? pattern : HostPaths.parent(from) + "/" + pattern;
        List<Path> found = List.of(root.at("/"));
        for (String part : absolute.split("/+")) {
            found = part.isEmpty() ? found : below(found, part);
        }
        List<Source> sources = new ArrayList<>();
        for (Path file : found) {
            if (!Files.isDirectory(file)) {
                sources.add(read(file));
            }
        }
        return sources;
    }

    private Source read(Path file) throws IOException {
        try {
            return root.configuration(root.name(file), FileKind.FOREIGN_CONFIGURATION);
        } catch (IOException e) {
            throw new IOException(root.name(file) + ": " + IoErrors.why(e), e);
        }
    }

    private static List<Path> below(List<Path> directories, String part) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path directory : directories) {
            if (part.chars().noneMatch(c -> "*?[{".indexOf(c) >= 0)) {
                found.add(directory.resolve(part).normalize());
            } else if (Files.isDirectory(directory)) {
                found.addAll(matching(directory, part));
            }
            if (found.size() > MAX_MATCHES) {
                throw new IOException("matches more than " + MAX_MATCHES + " files and directories");
            }
        }
        return found;
    }

    private static List<Path> matching(Path directory, String part) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, part)) {
            return StreamSupport.stream(entries.spliterator(), false)
                    .filter(entry -> part.startsWith(".")
                            || !String.valueOf(entry.getFileName()).startsWith("."))
                    .limit(MAX_MATCHES + 1L)
                    .sorted()
                    .toList();
        } catch (PatternSyntaxException e) {
            throw new IOException("not a pattern: " + e.getDescription(), e);
        }
    }
}
