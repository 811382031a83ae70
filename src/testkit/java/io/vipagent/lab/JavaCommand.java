package io.vipagent.lab;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a class that lives beside the tests is run as a process of its own. */
public final class JavaCommand {
    /** Several start at once on few processors, and none does much. */
    static final List<String> THRIFTY = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

    private JavaCommand() {}

    /** The command that runs the main method of {@code type}, for the same program under test. */
    public static List<String> of(Class<?> type, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(THRIFTY);
        Stream.of("vip-agent.runner", "vip-agent.jar", "vip-agent.binary")
                .flatMap(name ->
                        Optional.ofNullable(System.getProperty(name)).map(value -> "-D" + name + "=" + value).stream())
                .forEach(command::add);
        command.addAll(List.of("-Xmx96m", "-cp", classPath(), type.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * The command that runs the main method of a class on the class path, with these options of the JVM, and without
     * JUnit: Jazzer would look for tests in all of it.
     */
    public static List<String> withoutJunit(String mainClass, List<String> jvmOptions) {
        List<String> command = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC"));
        command.addAll(jvmOptions);
        String path = Arrays.stream(classPath().split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().contains("junit"))
                .collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-cp", path, mainClass));
        return command;
    }

    /** The Java that we run on. */
    static String java() {
        return ProcessHandle.current().info().command().orElseThrow();
    }

    /** Absolute; under Surefire the JVM's own class path is one jar that refers to the true one. */
    private static String classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
