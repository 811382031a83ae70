package io.vipagent.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * The program under test, as a user gets it. The system property {@code vip-agent.runner} says which one: {@code jar}
 * ({@code vip-agent.jar} says where it is) or {@code native} ({@code vip-agent.binary}).
 *
 * @param runner what it is made of
 * @param file the jar or the binary
 */
public record AgentProgram(Runner runner, Path file) {
    /** What it is made of. */
    public enum Runner {
        /** On a JVM: a check takes most of a second there. */
        JAR,
        /** As it is shipped. */
        NATIVE;

        /** As a sentence has it. */
        public String title() {
            return this == NATIVE ? "the native binary" : "the jar, on a JVM";
        }

        /** The word of the system property. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The one that the system properties name. */
    public static AgentProgram underTest() {
        String runner = System.getProperty("vip-agent.runner", Runner.JAR.label());
        AgentProgram program = switch (runner) {
            case "jar" -> new AgentProgram(Runner.JAR, path("vip-agent.jar", "target/quarkus-app/quarkus-run.jar"));
            case "native" -> new AgentProgram(Runner.NATIVE, path("vip-agent.binary", "target/vip-agent"));
            default ->
                throw new IllegalArgumentException("vip-agent.runner: \"" + runner + "\" is neither jar nor native");
        };
        if (!Files.isRegularFile(program.file)) {
            throw new IllegalStateException("there is no " + program.file + ": it must be built first");
        }
        return program;
    }

    /**
     * Makes it one executable file in {@code directory}. keepalived runs a script as root only where nobody else can
     * write to any part of its path.
     */
    public Path install(Path directory) {
        Path executable = directory.resolve("vip-agent");
        try {
            switch (runner) {
                case JAR -> Files.writeString(executable, wrapper());
                case NATIVE -> Files.copy(file, executable);
            }
            return Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String wrapper() {
        return "#!/bin/sh\nexec %s %s -jar %s \"$@\"\n"
                .formatted(JavaCommand.java(), String.join(" ", JavaCommand.THRIFTY), file);
    }

    private static Path path(String property, String fallback) {
        return Path.of(System.getProperty(property, fallback)).toAbsolutePath();
    }
}
