package io.vipagent.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.packaging.Command.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar runs on a cache that a training run wrote. Of the jar alone: a native binary has its classes in it. */
class AotCacheIT {
    private static final String FROM_CACHE = "source: shared objects file";

    @TempDir
    private Path directory;

    @Test
    void startsWithClassesThatAreLoadedAlready() throws IOException {
        Path cache = AotCache.ofTheTests();
        Path classes = directory.resolve("classes.log");
        // A JVM that cannot use its cache says so and ends.
        Command cached = Command.jar(
                "-XX:AOTMode=on", "-XX:AOTCache=" + cache, "-Xlog:class+load:file=" + classes + "::filesize=0");
        try (OneNode node = new OneNode(directory)) {
            node.serves(cached, () -> assertThat(node.get("/health")).isEqualTo("200 up\n"));
            List<String> loaded = Files.readAllLines(classes);
            assertThat(loaded).anyMatch(line -> line.contains("io.vipagent.agent.probe.") && line.contains(FROM_CACHE));
            assertThat(loaded.stream().filter(line -> line.contains(FROM_CACHE)).count())
                    .as("classes from the cache, of %d", loaded.size())
                    .isGreaterThan(loaded.size() * 9L / 10);
            assertThat(cached.run(node.check())).returns(0, Result::exitCode);
        }
    }
}
