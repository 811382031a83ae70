package io.vipagent.render;

/**
 * A file that was rendered.
 *
 * @param path where it is below its folder, as it is below the root of a node; with slashes
 * @param text ends with a line feed; no carriage return is in it
 * @param secret whether it holds a password: nobody but its owner may read it
 */
public record RenderedFile(String path, String text, boolean secret) {
    /** The text without its passwords, for people. */
    public String shown() {
        return secret ? text.replaceAll("(?m)(^ *auth_pass ).*$", "$1********") : text;
    }
}
