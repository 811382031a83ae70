package io.vipagent.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.packaging.Command.Result;
import io.vipagent.packaging.Dockerfile.Instruction;
import io.vipagent.packaging.Dockerfile.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The root directory of our container image, made outside a container by what Dockerfile.native says: the command that
 * lays it out, each COPY of the last stage, its user and its entry point. With it what a container engine adds: two
 * devices and names. No /proc, no /tmp, no shell, no library.
 */
final class EmptyRoot {
    private static final Pattern COPY = Pattern.compile("--from=build --chown=(\\d+:\\d+) /out(/\\S*/) (/\\S*)");

    private final Path root;
    private final Stage stage;

    /** Made below {@code directory}; only root can. */
    EmptyRoot(Path directory, String hosts, String nameServer) throws IOException {
        Dockerfile file = Dockerfile.parse(Files.readString(Path.of("Dockerfile.native")));
        Path out = directory.resolve("out");
        root = Files.createDirectory(directory.resolve("root"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        stage = file.stage("agent");
        execute(layOut(file.stage("build"), out));
        for (Instruction copy : stage.all("COPY")) {
            Matcher parts = COPY.matcher(copy.value());
            assertThat(parts.matches()).as("%s", copy).isTrue();
            Path source = Path.of(out + parts.group(2));
            Path target = Files.createDirectories(root.resolve(parts.group(3).substring(1)));
            execute(List.of("chown", "-R", parts.group(1), source.toString()));
            execute(List.of("cp", "-a", source + "/.", target.toString()));
        }
        Files.createDirectories(root.resolve("dev"));
        device("random", "8");
        device("urandom", "9");
        write("etc/hosts", hosts);
        write("etc/resolv.conf", "nameserver " + nameServer + "\n");
    }

    /** Writes a file that everybody may read. */
    Path write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /** What the image runs, in here and as the image's user, with nothing in its environment. */
    Command program() {
        String chroot = Stream.of("/usr/sbin/chroot", "/usr/bin/chroot")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElseThrow();
        List<String> words = new ArrayList<>(
                List.of(chroot, "--userspec=" + stage.only("USER").value(), "--groups=", root.toString()));
        words.addAll(stage.only("ENTRYPOINT").words());
        return new Command(words, Map.of());
    }

    /** Every path in here, as seen from within. */
    List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.map(path -> "/" + root.relativize(path)).sorted().toList();
        }
    }

    /** The words of the build's last command, here instead of in /build and /out. */
    private static List<String> layOut(Stage build, Path out) {
        return build.all("RUN").getLast().words().stream()
                .map(word -> word.replaceFirst("^/build/", Path.of("").toAbsolutePath() + "/"))
                .map(word -> word.replaceFirst("^/out$", out.toString()))
                .toList();
    }

    private void device(String name, String minor) {
        Path device = root.resolve("dev").resolve(name);
        execute(List.of("mknod", "-m", "666", device.toString(), "c", "1", minor));
    }

    private static void execute(List<String> words) {
        Map<String, String> environment = Map.of(
                "PATH", System.getenv("PATH"),
                "JAVA_HOME", System.getProperty("java.home"),
                "BINARY", Command.BINARY.toString());
        Result made = new Command(words, environment).run();
        assertThat(made.exitCode()).as("%s: %s", words, made.output()).isZero();
    }
}
