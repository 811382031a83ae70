package io.vipagent.it;

import io.vipagent.packaging.AotCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The program under test. The system property {@code vip-agent.runner} says how it is run: {@code jar}, the default, by
 * the java that runs the tests, or {@code native}. {@code vip-agent.jar} and {@code vip-agent.binary} say where they
 * are.
 */
final class Program {
    /** Far more than any command takes: a test that waits so long has found a hang. */
    static final Duration TIMEOUT = Duration.ofMinutes(1);

    private static final boolean NATIVE =
            System.getProperty("vip-agent.runner", "jar").equals("native");
    private static final String JAR = System.getProperty("vip-agent.jar", "target/quarkus-app/quarkus-run.jar");
    private static final String BINARY = System.getProperty("vip-agent.binary", "target/vip-agent");

    static {
        // Also where the tests themselves are interrupted, nothing that they started goes on.
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly)));
    }

    private Program() {}

    /**
     * How a command ended.
     *
     * @param out all that it wrote to stdout
     * @param err all that it wrote to stderr
     */
    record Result(int exitCode, String out, String err) {}

    /** Runs a verb to its end. */
    static Result run(String... args) {
        return run(Map.of(), args);
    }

    /** The same with environment variables. */
    static Result run(Map<String, String> environment, String... args) {
        ProcessBuilder builder = builder(args);
        builder.environment().putAll(environment);
        try (Running running = Running.start(builder)) {
            return running.await();
        }
    }

    /** Begins to run a verb. */
    static Running start(String... args) {
        return Running.start(builder(args));
    }

    /** A verb that is not started yet; nothing in the environment of the tests changes what it does. */
    static ProcessBuilder builder(String... args) {
        List<String> command = new ArrayList<>(command());
        command.addAll(Arrays.asList(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("VIP_AGENT_")
                        || name.equals("JAVA_TOOL_OPTIONS")
                        || name.equals("JDK_JAVA_OPTIONS"));
        return builder;
    }

    /** What {@code vip-agent} is on a command line. The JVM's flags are for a quick start. */
    private static List<String> command() {
        return NATIVE
                ? List.of(Path.of(BINARY).toAbsolutePath().toString())
                : List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:AOTCache=" + AotCacheOfTheTests.FILE,
                        "-jar",
                        Path.of(JAR).toAbsolutePath().toString());
    }

    /** Made when it is first asked for. */
    private static final class AotCacheOfTheTests {
        static final Path FILE = AotCache.ofTheTests();
    }

    /** The word that the program itself says for how it runs. */
    static String runtime() {
        return NATIVE ? "native" : "jvm";
    }

    /** Sends a signal, named without SIG, to one process. */
    static void signal(Process process, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("kill -" + name + " " + process.pid() + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
