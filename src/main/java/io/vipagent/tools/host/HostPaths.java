package io.vipagent.tools.host;

import java.util.stream.Stream;

/** Absolute paths as text. */
public final class HostPaths {
    private HostPaths() {}

    /** Returns {@code path} and every directory above it, the longest first. */
    public static Stream<String> withParents(String path) {
        return Stream.iterate(path, part -> !part.isEmpty(), part -> part.equals("/") ? "" : parent(part));
    }

    /** Returns the directory above {@code path}. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** Returns the last part of {@code path}. */
    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Returns whether {@code path} is {@code directory} or below it. */
    public static boolean isWithin(String path, String directory) {
        return path.equals(directory) || path.startsWith(directory.endsWith("/") ? directory : directory + "/");
    }
}
