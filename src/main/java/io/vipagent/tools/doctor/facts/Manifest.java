package io.vipagent.tools.doctor.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A static pod, as far as doctor cares.
 *
 * @param fault why it cannot be read; there is nothing else of it then
 * @param hostNetwork whether its containers use the node's network
 */
public record Manifest(String file, Optional<String> fault, boolean hostNetwork, List<Container> containers) {
    /** Returns a file that is not YAML. */
    public static Manifest unreadable(String file, String fault) {
        return new Manifest(file, Optional.of(fault), false, List.of());
    }

    /**
     * A container of it.
     *
     * @param line in the file, from 1
     * @param environment the variables that are given as text
     * @param arguments {@code command} and {@code args}
     * @param mayChangeNetwork whether it is privileged, or has the capability NET_ADMIN
     */
    public record Container(
            String name,
            String image,
            int line,
            Optional<HttpProbe> liveness,
            List<Mounted> mounts,
            Map<String, Variable> environment,
            List<String> arguments,
            boolean mayChangeNetwork) {
        /** Returns whether its name, or that of its image, says that it is {@code program}. */
        public boolean is(String program) {
            return name.contains(program) || image.contains(program);
        }
    }

    /**
     * The value of a variable of the environment.
     *
     * @param line in the file, from 1
     */
    public record Variable(String value, int line) {}

    /**
     * A probe over HTTP.
     *
     * @param line in the file, from 1
     */
    public record HttpProbe(String scheme, String path, String port, int line) {}

    /** A directory or file of the host that is mounted at {@code path}. */
    public record Mounted(String path, int line) {}
}
