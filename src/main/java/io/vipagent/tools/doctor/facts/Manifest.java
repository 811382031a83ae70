package io.vipagent.tools.doctor.facts;

import java.util.List;
import java.util.Optional;

/** A static pod, as far as doctor cares. */
public record Manifest(String file, List<Container> containers) {
    /** A container of it. */
    public record Container(String name, String image, Optional<HttpProbe> liveness, List<Mounted> mounts) {}

    /**
     * A probe over HTTP.
     *
     * @param line in the file, from 1
     */
    public record HttpProbe(String scheme, String path, String port, int line) {}

    /** A directory or file of the host that is mounted at {@code path}. */
    public record Mounted(String path, int line) {}
}
