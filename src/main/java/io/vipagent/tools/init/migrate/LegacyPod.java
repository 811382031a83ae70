package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.Position;

/**
 * The manifest of a static pod that runs keepalived or haproxy.
 *
 * @param program which of the two
 * @param image as it is written
 * @param at where the image is written
 */
public record LegacyPod(String program, String image, Position at) {
    boolean isKeepalived() {
        return program.equals("keepalived");
    }

    /** Returns whether the new manifest takes its place by its name. */
    boolean isNamedAlike() {
        return at.file().endsWith("/" + program + ".yaml");
    }
}
