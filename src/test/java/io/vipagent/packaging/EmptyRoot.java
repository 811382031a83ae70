package io.vipagent.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.packaging.Command.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The root directory of our container image, laid out by the script that lays it out for the image, with what a container
 * engine adds to it: two devices and names. No /proc, no /tmp, no shell, no library.
 */
final class EmptyRoot {
    private static final int USER = 65532;

    private final Path root;

    /** Made below {@code directory}; only root can. */
    EmptyRoot(Path directory, String hosts, String nameServer) throws IOException {
        Path image = directory.resolve("image");
        Result made = new Command(
                        List.of(Path.of("src/main/packaging/image-root")
                                .toAbsolutePath()
                                .toString()),
                        Map.of(
                                "PATH", System.getenv("PATH"),
                                "JAVA_HOME", System.getProperty("java.home"),
                                "BINARY", Command.BINARY.toString()))
                .run(image.toString());
        assertThat(made.exitCode()).as(made.output()).isZero();
        root = image.resolve("root");
        Files.move(image.resolve("run"), root.resolve("run"));
        own(root.resolve("run/vip-agent"));
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

    /** The binary in here, as the image's user, with nothing in its environment. */
    Command program() {
        String chroot = Stream.of("/usr/sbin/chroot", "/usr/bin/chroot")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElseThrow();
        return new Command(
                List.of(chroot, "--userspec=" + USER + ":" + USER, "--groups=", root.toString(), "/vip-agent"),
                Map.of());
    }

    /** Every path in here, as seen from within. */
    List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.map(path -> "/" + root.relativize(path)).sorted().toList();
        }
    }

    private void device(String name, String minor) {
        Result made = new Command(List.of("mknod"), Map.of("PATH", System.getenv("PATH")))
                .run("-m", "666", root.resolve("dev").resolve(name).toString(), "c", "1", minor);
        assertThat(made.exitCode()).as(made.output()).isZero();
    }

    private static void own(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", USER);
        Files.setAttribute(path, "unix:gid", USER);
    }
}
