package io.vipagent.tools.doctor.collect;

import io.vipagent.core.text.IoErrors;
import io.vipagent.platform.files.FileKind;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.KeepalivedParser;
import io.vipagent.tools.doctor.facts.Manifest;
import io.vipagent.tools.doctor.facts.ManifestReader;
import io.vipagent.tools.doctor.facts.Skipped;
import io.vipagent.tools.host.HostRoot;
import io.vipagent.tools.host.Includes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the configurations of the others. */
final class ConfCollector {
    private final HostRoot root;
    private final Consumer<Skipped> unchecked;
    private final List<String> problems = new ArrayList<>();

    ConfCollector(HostRoot root, Consumer<Skipped> unchecked) {
        this.root = root;
        this.unchecked = unchecked;
    }

    /** Files that were asked for and cannot be read, one line each. */
    List<String> problems() {
        return problems;
    }

    /** Returns each of {@code files}; {@code given}: they must be there. */
    List<KeepalivedConf> keepalived(List<String> files, boolean given, String configId) {
        return files.stream()
                .flatMap(file -> read(file, given, FileKind.FOREIGN_CONFIGURATION).stream())
                .map(source -> new KeepalivedConf(KeepalivedParser.parse(source, configId, new Includes(root))))
                .toList();
    }

    /** Returns haproxy.cfg; {@code given}: it must be there. */
    Optional<HaproxyConf> haproxy(String file, boolean given) {
        return read(file, given, FileKind.FOREIGN_CONFIGURATION)
                .map(source -> HaproxyConf.of(io.vipagent.tools.conf.haproxy.HaproxyParser.parse(source)));
    }

    /** Returns the static pods in {@code directory}. */
    List<Manifest> manifests(String directory) {
        List<Manifest> manifests = new ArrayList<>();
        for (String name : root.names(directory)) {
            if (name.matches("[^.].*\\.(ya?ml|json)")) {
                read(directory + "/" + name, false, FileKind.CONFIGURATION)
                        .map(ManifestReader::read)
                        .ifPresent(manifests::add);
            }
        }
        return manifests;
    }

    private Optional<Source> read(String file, boolean given, FileKind kind) {
        try {
            return Optional.of(root.configuration(file, kind));
        } catch (IOException e) {
            if (given) {
                problems.add(file + ": " + IoErrors.why(e));
            } else {
                unchecked.accept(
                        new Skipped(file, e instanceof NoSuchFileException ? "it is not there" : IoErrors.why(e)));
            }
            return Optional.empty();
        }
    }
}
