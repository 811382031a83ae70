package io.vipagent.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace for one command alone, that ends with it; its loopback is up. Whoever is not root is root in it,
 * where users may.
 */
public record FreshNetwork() implements Netns {
    /** To the JDK there is no IPv6 where there is no such address when it first looks. */
    private static final String LOOPBACK_UP = "PATH=$PATH:/usr/sbin:/sbin; ip link set lo up && exec \"$@\"";

    @Override
    public List<String> inside(List<String> command) {
        List<String> all = new ArrayList<>(List.of("unshare", "--net"));
        if (!root()) {
            all.add("--map-root-user");
        }
        all.addAll(List.of("/bin/sh", "-c", LOOPBACK_UP, "sh"));
        all.addAll(command);
        return all;
    }

    private static boolean root() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
