package io.vipagent.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The programs of the host that the lab is made of. */
final class Tools {
    static final List<String> ALL = List.of("keepalived", "haproxy", "prometheus");

    /** Where Debian keeps daemons; not on the PATH of an ordinary login. */
    private static final List<String> SBIN = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    private Tools() {}

    /** Everything that the lab lacks here, each with what to do about it; empty where it can run. */
    static List<String> missing(List<String> programs) {
        List<String> missing = new ArrayList<>();
        if (find("ip").isEmpty()) {
            missing.add("ip (Debian package iproute2)");
        }
        for (String program : programs) {
            if (find(program).isEmpty()) {
                missing.add(program + " (Debian package " + program + ")");
            }
        }
        if (!root()) {
            missing.add("root, which network namespaces need");
        } else if (find("ip").isPresent()) {
            namespacesRefused().ifPresent(why -> missing.add("network namespaces: " + why));
        }
        return missing;
    }

    /** The path of a program that is there. */
    static String path(String program) {
        return find(program)
                .orElseThrow(() -> new IllegalStateException(program + " is not installed"))
                .toString();
    }

    private static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Arrays.stream(path.split(":")), SBIN.stream())
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean root() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Being root is not enough in most containers. */
    private static Optional<String> namespacesRefused() {
        String name = "vip-agent-try-"
                + Integer.toHexString(ThreadLocalRandom.current().nextInt());
        Shell.Result added = Shell.run(List.of(path("ip"), "netns", "add", name));
        // Where making one fails half way, a name is left.
        Shell.run(List.of(path("ip"), "netns", "delete", name));
        return added.exitCode() == 0 ? Optional.empty() : Optional.of(added.said());
    }
}
