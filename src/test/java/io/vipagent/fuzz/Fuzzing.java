package io.vipagent.fuzz;

import io.vipagent.lab.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run of Jazzer, in a JVM of its own: it instruments the classes that it loads, and those of the tests are
 * JaCoCo's already.
 *
 * @param readers one alone, or all of them
 * @param corpus where what leads to new code is kept; found again there by the next run
 * @param findings where an input is written over which a reader fell
 */
record Fuzzing(List<Reader> readers, Path corpus, Path findings) {
    private static final int MAX_LENGTH = 4096;

    /** The readers, and the libraries under them: their branches are what mutations are guided by. */
    private static final String GUIDED_BY =
            String.join(":", "io.vipagent.**", "org.yaml.snakeyaml.**", "com.fasterxml.jackson.core.**");

    private static final List<String> JVM = List.of(
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+EnableDynamicAgentLoading",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED");

    /**
     * How it ended.
     *
     * @param clean whether no reader fell over anything
     * @param log what Jazzer printed, its last line last
     */
    record Result(boolean clean, List<String> log) {
        private static final int MAX_LINES = 60;
        private static final Pattern RUNS = Pattern.compile("#[0-9]");

        /** The last of what was printed about the run as a whole, such as {@code #2000 DONE cov: 7 …}. */
        String summary() {
            return log.stream()
                    .filter(line -> RUNS.matcher(line).lookingAt())
                    .reduce((_, last) -> last)
                    .orElse("no runs");
        }

        /** What is thrown comes first, then Java's stack, then libFuzzer's words. */
        String finding() {
            int begin = 0;
            while (begin < log.size() && !log.get(begin).startsWith("== Java")) {
                begin++;
            }
            List<String> lines = begin < log.size() ? log.subList(begin, log.size()) : log;
            return lines.stream().limit(MAX_LINES).collect(Collectors.joining("\n"));
        }
    }

    /**
     * Runs it to its end, from the known inputs and the corpus on.
     *
     * @param options libFuzzer's, such as {@code -runs=1000}
     */
    Result run(String... options) throws IOException, InterruptedException {
        Files.createDirectories(corpus);
        Files.createDirectories(findings);
        Path known = Files.createTempDirectory("fuzz-known");
        Path log = findings.resolve("log");
        try {
            copyKnown(known);
            Process process = new ProcessBuilder(command(known, options))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean clean;
            try {
                clean = process.waitFor() == 0;
            } finally {
                process.destroyForcibly();
            }
            try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
                return new Result(clean, lines.toList());
            }
        } finally {
            delete(known);
        }
    }

    private void copyKnown(Path folder) throws IOException {
        for (Reader reader : readers) {
            for (Path file : reader.known()) {
                byte[] input = Files.readAllBytes(file);
                Files.write(
                        folder.resolve(reader + "-" + file.getFileName()),
                        readers.size() == 1 ? input : JazzerTarget.inputFor(reader, input));
            }
        }
    }

    private List<String> command(Path known, String... options) {
        List<String> command = new ArrayList<>(JavaCommand.withoutJunit("com.code_intelligence.jazzer.Jazzer", JVM));
        command.addAll(List.of(
                "--target_class=" + JazzerTarget.class.getName(),
                "--instrumentation_includes=" + GUIDED_BY,
                // Only there, too, does it look for calls that an input should not lead to: its hooks break Netty's use
                // of Unsafe.
                "--custom_hook_includes=" + GUIDED_BY,
                "--instrumentation_excludes=io.vipagent.fuzz.**",
                "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings + "/",
                "-dict=" + Reader.SEEDS.resolve("words.dict"),
                "-max_len=" + MAX_LENGTH,
                "-use_value_profile=1"));
        if (readers.size() == 1) {
            command.add("--target_args=" + readers.getFirst());
        }
        command.addAll(List.of(options));
        command.addAll(List.of(corpus.toString(), known.toString()));
        return command;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
