package io.vipagent.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Programs that the benches call: those of the host, and the small C ones beside them, compiled when first needed. */
final class Tools {
    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/usr/local/bin");

    private final Path directory;

    /** Compiles into {@code directory}. */
    Tools(Path directory) {
        this.directory = directory;
    }

    /** Where the host has the program. */
    static Path find(String name) {
        return Stream.concat(
                        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1)), FOLDERS.stream())
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new Unusable(name + " is not installed"));
    }

    /** The program that {@code NAME.c} makes; static, so that it is small in memory too. */
    synchronized Path compiled(String name) {
        Path program = directory.resolve(name);
        if (!Files.exists(program)) {
            Path source = directory.resolve(name + ".c");
            try (InputStream resource = Tools.class.getResourceAsStream("/bench/" + name + ".c")) {
                if (resource == null) {
                    throw new Unusable("/bench/" + name + ".c is not on the class path");
                }
                Files.copy(resource, source);
                Child.output(find("gcc").toString(), "-O2", "-static", "-o", program.toString(), source.toString());
            } catch (IOException e) {
                throw new Unusable("cannot compile " + name + ".c", e);
            }
        }
        return program;
    }
}
