package io.vipagent.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The cache of loaded and linked classes that a JVM writes at the end of a training run; the next JVM begins with it.
 * {@code AotCache FILE} trains the jar and writes it.
 *
 * <p>It fits the JVM and the jars of which it was made, by their dates too; another JVM starts without it.
 */
public final class AotCache {
    private static final int TURNS = 20;
    private static final Path OF_THE_TESTS = Path.of("target", "tests.aot").toAbsolutePath();

    private AotCache() {}

    public static void main(String... args) throws IOException {
        Path directory = Files.createTempDirectory("vip-agent-training");
        try {
            train(directory, Path.of(args[0]).toAbsolutePath());
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /**
     * The cache with which the integration tests start the jar, in half the time; the first process that asks trains
     * it, and others wait.
     */
    public static Path ofTheTests() {
        try (FileChannel lock = FileChannel.open(
                OF_THE_TESTS.resolveSibling("tests.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            if (!Files.exists(OF_THE_TESTS) || isNewer(Command.JAR, OF_THE_TESTS)) {
                main(OF_THE_TESTS.toString());
            }
            return OF_THE_TESTS;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNewer(Path one, Path other) throws IOException {
        return Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) > 0;
    }

    /** Runs the agent, has it do all that it does on a good day, and ends it. */
    private static void train(Path directory, Path cache) throws IOException {
        Files.deleteIfExists(cache);
        try (OneNode node = new OneNode(directory)) {
            // At its end the JVM starts another, which writes the cache.
            node.serves(Command.jar("-XX:AOTCacheOutput=" + cache), () -> {
                for (int i = 0; i < TURNS; i++) {
                    assertThat(node.get("/health")).isEqualTo("200 up\n");
                    assertThat(node.get("/metrics")).startsWith("200 ");
                    assertThat(node.get("/api/v1/status")).startsWith("200 ");
                    assertThat(node.get("/q/health/live")).startsWith("200 ");
                }
            });
        }
        assertThat(cache).isNotEmptyFile();
    }
}
