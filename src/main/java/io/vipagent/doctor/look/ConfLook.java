package io.vipagent.doctor.look;

import io.vipagent.config.YamlText;
import io.vipagent.doctor.Manifest;
import io.vipagent.doctor.ManifestReader;
import io.vipagent.doctor.Unchecked;
import io.vipagent.haproxy.conf.HaproxyConf;
import io.vipagent.keepalived.conf.KeepalivedConf;
import io.vipagent.keepalived.conf.Parser;
import io.vipagent.text.Source;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the configurations of the others. */
final class ConfLook {
    private final Root root;
    private final Consumer<Unchecked> unchecked;
    private final List<String> problems = new ArrayList<>();

    ConfLook(Root root, Consumer<Unchecked> unchecked) {
        this.root = root;
        this.unchecked = unchecked;
    }

    /** Files that were asked for and cannot be read, one line each. */
    List<String> problems() {
        return problems;
    }

    /** Each of {@code files}; {@code given}: they must be there. */
    List<KeepalivedConf> keepalived(List<String> files, boolean given, String configId) {
        return files.stream()
                .flatMap(file -> read(file, given).stream())
                .map(source -> new KeepalivedConf(Parser.parse(source, configId, new Includes(root))))
                .toList();
    }

    /** haproxy.cfg; {@code given}: it must be there. */
    Optional<HaproxyConf> haproxy(String file, boolean given) {
        return read(file, given).map(source -> HaproxyConf.of(io.vipagent.haproxy.conf.Parser.parse(source)));
    }

    /** The static pods in {@code directory}. */
    List<Manifest> manifests(String directory) {
        List<Manifest> manifests = new ArrayList<>();
        for (String name : root.names(directory)) {
            if (name.matches("[^.].*\\.(ya?ml|json)")) {
                read(directory + "/" + name, false).ifPresent(source -> manifest(source, manifests));
            }
        }
        return manifests;
    }

    private void manifest(Source source, List<Manifest> manifests) {
        try {
            manifests.add(ManifestReader.read(source));
        } catch (YamlText.Unreadable e) {
            unchecked.accept(new Unchecked(source.file(), "not YAML: " + e.getMessage()));
        }
    }

    private Optional<Source> read(String file, boolean given) {
        try {
            return Optional.of(root.read(file));
        } catch (IOException e) {
            if (given) {
                problems.add(file + ": " + Root.why(e));
            } else {
                unchecked.accept(
                        new Unchecked(file, e instanceof NoSuchFileException ? "it is not there" : Root.why(e)));
            }
            return Optional.empty();
        }
    }
}
