package io.vipagent.tools.doctor.collect;

import io.vipagent.platform.files.RegularFile;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.doctor.facts.FileFact;
import io.vipagent.tools.doctor.facts.FileFact.FileContent;
import io.vipagent.tools.doctor.facts.FileFact.PathKind;
import io.vipagent.tools.host.HostPaths;
import io.vipagent.tools.host.HostRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at the paths that the configurations name. */
final class FileCollector {
    private static final int PERMISSIONS = 07777;
    private static final int MAX_HEADER_LENGTH = 64;

    private final HostRoot root;
    private final Map<String, FileFact> facts = new HashMap<>();

    private FileCollector(HostRoot root) {
        this.root = root;
    }

    /** Scripts with their directories and interpreters, the directories of track files, and {@code others}. */
    static Map<String, FileFact> of(HostRoot root, List<KeepalivedConf> confs, Stream<String> others) {
        FileCollector look = new FileCollector(root);
        confs.stream()
                .limit(1)
                .flatMap(conf -> conf.scripts().stream())
                .flatMap(script -> script.program().stream())
                .filter(path -> path.startsWith("/"))
                .forEach(look::program);
        confs.stream()
                .limit(1)
                .flatMap(conf -> conf.scripts().stream())
                .flatMap(script -> script.arguments().stream().skip(1))
                .filter(path -> path.startsWith("/"))
                .forEach(look::fact);
        confs.stream()
                .limit(1)
                .flatMap(conf -> conf.files().stream())
                .flatMap(file -> file.file().stream())
                .forEach(file -> look.fact(HostPaths.parent(file.text())));
        others.forEach(look::fact);
        return Map.copyOf(look.facts);
    }

    private void program(String path) {
        FileFact file = fact(path);
        if (!root.shows(path)) {
            return;
        }
        HostPaths.withParents(file.real()).forEach(this::fact);
        file.interpreter().ifPresent(this::fact);
    }

    private FileFact fact(String path) {
        return facts.computeIfAbsent(path, this::look);
    }

    private FileFact look(String path) {
        Path real = root.at(path);
        try {
            PosixFileAttributes attributes = Files.readAttributes(real, PosixFileAttributes.class);
            Map<String, Object> unix = Files.readAttributes(real, "unix:uid,gid,mode");
            PathKind kind = attributes.isRegularFile()
                    ? PathKind.FILE
                    : attributes.isDirectory() ? PathKind.DIRECTORY : PathKind.OTHER;
            return new FileFact(
                    path,
                    kind,
                    root.name(real.toRealPath()),
                    number(unix, "uid"),
                    number(unix, "gid"),
                    number(unix, "mode") & PERMISSIONS,
                    kind == PathKind.FILE ? content(real) : Optional.empty(),
                    Optional.of(attributes.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return root.shows(path) ? FileFact.missing(path) : FileFact.unknown(path);
        } catch (IOException e) {
            return FileFact.unknown(path);
        }
    }

    private static int number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Integer number ? number : 0;
    }

    private static Optional<FileContent> content(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        FileContent start = content(file, MAX_HEADER_LENGTH);
        return Optional.of(start.isBinary() ? start : content(file, MAX_HEADER_LENGTH + FileContent.MAX_LENGTH));
    }

    private static FileContent content(Path file, int length) throws IOException {
        return new FileContent(new String(RegularFile.start(file, length), StandardCharsets.ISO_8859_1));
    }
}
