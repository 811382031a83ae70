package io.vipagent.tools.init;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.text.IoErrors;
import io.vipagent.platform.files.FileKind;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.haproxy.HaproxyParser;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.host.ConfigurationFile;
import io.vipagent.tools.host.Includes;
import io.vipagent.tools.init.migrate.LegacyPod;
import io.vipagent.tools.init.migrate.LegacySetUp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what is there. Changes nothing. */
public final class LegacyReader {
    private static final List<String> NAMES = List.of("keepalived.conf", "haproxy.cfg");
    private static final Pattern KEEPALIVED =
            Pattern.compile("(?m)^[ \\t]*(global_defs|vrrp_instance|vrrp_script|virtual_server)\\b");
    private static final Pattern HAPROXY =
            Pattern.compile("(?m)^[ \\t]*(global|defaults|(frontend|backend|listen)[ \\t]+\\S+)[ \\t\\r]*$");

    /** An image whose name says that it is one of the two. */
    private static final Pattern IMAGE =
            Pattern.compile("^[\\s{-]*\"?image\"?\\s*:\\s*[\"']?([^\\s\"']*?(keepalived|haproxy)[^\\s\"',]*)");

    private static final Pattern POD = Pattern.compile("(?m)^[ \\t{]*+\"?kind\"?\\s*:\\s*[\"']?Pod\\b");

    private final List<String> problems = new ArrayList<>();
    private final List<KeepalivedConf> keepalived = new ArrayList<>();
    private final List<HaproxyParser.HaproxyTree> haproxy = new ArrayList<>();
    private final Map<String, Source> scripts = new LinkedHashMap<>();
    private final List<Position> conditional = new ArrayList<>();
    private final Map<Path, LegacyPod> pods = new LinkedHashMap<>();
    private final String configId;

    private LegacyReader(String configId) {
        this.configId = configId;
    }

    /**
     * Reads files; a folder stands for its keepalived.conf and its haproxy.cfg.
     *
     * @param configId what keepalived compares {@code @ID} lines with, the first part of the host's name
     * @throws InvalidConfiguration with every one that cannot be read, or is neither
     */
    public static LegacySetUp at(List<Path> paths, String configId) throws InvalidConfiguration {
        LegacyReader look = new LegacyReader(configId);
        paths.forEach(look::path);
        if (look.keepalived.isEmpty() && look.haproxy.isEmpty() && look.problems.isEmpty()) {
            look.problems.add("nothing to read from");
        }
        if (!look.problems.isEmpty()) {
            throw new InvalidConfiguration("--from", look.problems);
        }
        return new LegacySetUp(
                look.keepalived,
                look.haproxy,
                look.scripts,
                look.conditional,
                List.copyOf(look.pods.values()),
                addresses());
    }

    private void path(Path path) {
        besideOf(path);
        if (!Files.isDirectory(path)) {
            if (!pod(path)) {
                file(path);
            }
            return;
        }
        List<Path> files =
                NAMES.stream().map(path::resolve).filter(Files::exists).toList();
        if (files.isEmpty() && !manifests(path)) {
            problems.add(path + ": there is neither keepalived.conf nor haproxy.cfg in it");
        }
        files.forEach(this::file);
    }

    /** The static pods of the host whose {@code etc} the path is in. */
    private void besideOf(Path path) {
        for (Path up = path.toAbsolutePath().normalize(); up != null; up = up.getParent()) {
            Path name = up.getFileName();
            if (name != null && name.toString().equals("etc")) {
                manifests(up.resolve("kubernetes/manifests"));
                return;
            }
        }
    }

    /** Returns whether there is the manifest of a pod of ours in {@code folder}. */
    private boolean manifests(Path folder) {
        boolean found = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{yaml,yml,json,manifest}")) {
            for (Path file : files) {
                found |= pod(file);
            }
        } catch (IOException noManifests) {
            return false;
        }
        return found;
    }

    /** Returns whether {@code file} is the manifest of a pod that runs keepalived or haproxy. */
    private boolean pod(Path file) {
        if (!file.toString().matches(".*\\.(ya?ml|json|manifest)")) {
            return false;
        }
        try {
            Source source = read(file, FileKind.CONFIGURATION);
            if (!POD.matcher(source.text()).find()) {
                return false;
            }
            int number = 0;
            for (String line : source.text().lines().toList()) {
                number++;
                Matcher image = IMAGE.matcher(line);
                if (image.find()) {
                    String program = image.group(2);
                    Position at = new Position(source.file(), number, image.start(1) + 1);
                    pods.putIfAbsent(Path.of(source.file()), new LegacyPod(program, image.group(1), at));
                    return true;
                }
            }
        } catch (IOException e) {
            problems.add(file + ": " + IoErrors.why(e));
        }
        return false;
    }

    private void file(Path path) {
        try {
            Source source = read(path, FileKind.FOREIGN_CONFIGURATION);
            String name = String.valueOf(path.getFileName());
            if (name.matches(".*haproxy.*\\.cfg") || (!name.matches(".*keepalived.*\\.conf") && isHaproxy(source))) {
                haproxy.add(HaproxyParser.parse(source));
            } else if (name.matches(".*keepalived.*\\.conf")
                    || KEEPALIVED.matcher(source.text()).find()) {
                keepalived(source);
            } else {
                problems.add(
                        path + ": is neither a keepalived.conf nor a haproxy.cfg, by its name and by what is in it");
            }
        } catch (IOException e) {
            problems.add(path + ": " + IoErrors.why(e));
        }
    }

    private static boolean isHaproxy(Source source) {
        return !KEEPALIVED.matcher(source.text()).find()
                && HAPROXY.matcher(source.text()).find();
    }

    private void keepalived(Source source) {
        KeepalivedConf conf = new KeepalivedConf(io.vipagent.tools.conf.keepalived.KeepalivedParser.parse(
                source, configId, Includes.below(Path.of("/"))));
        keepalived.add(conf);
        int number = 0;
        for (String line : source.text().lines().toList()) {
            number++;
            if (line.strip().startsWith("@")) {
                conditional.add(new Position(source.file(), number, 1));
            }
        }
        conf.scripts()
                .forEach(script -> script.program()
                        .filter(program -> program.endsWith(".sh"))
                        .ifPresent(program -> script(source, program)));
    }

    /** The script itself, or that of its name beside a copy of the configuration. */
    private void script(Source conf, String program) {
        Path beside = Path.of(conf.file()).resolveSibling(Path.of(program).getFileName());
        for (Path candidate : List.of(beside, Path.of(program))) {
            try {
                if (Files.exists(candidate)) {
                    scripts.putIfAbsent(program, read(candidate, FileKind.SCRIPT));
                }
            } catch (IOException e) {
                problems.add(candidate + ": " + IoErrors.why(e));
            }
        }
    }

    private static Source read(Path path, FileKind kind) throws IOException {
        return ConfigurationFile.read(path.toAbsolutePath().normalize().toString(), path, kind);
    }

    private static Set<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.toSet());
        } catch (SocketException e) {
            return Set.of();
        }
    }
}
