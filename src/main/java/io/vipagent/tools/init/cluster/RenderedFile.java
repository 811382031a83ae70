package io.vipagent.tools.init.cluster;

/**
 * A file that was rendered.
 *
 * @param path where it is below its folder, as it is below the root of a node; with slashes
 * @param text ends with a line feed; no carriage return is in it
 * @param secret whether it holds a password: nobody but its owner may read it
 */
public record RenderedFile(String path, String text, boolean secret) {
    private static final String HIDDEN = "********";

    /** Returns the text without its passwords, for people. */
    public String shown() {
        String hidden = withoutPasswords(text);
        return secret && hidden.equals(text) ? HIDDEN + "\n" : hidden;
    }

    /** Returns {@code text} without the passwords that a keepalived.conf may have, however it is laid out. */
    static String withoutPasswords(String text) {
        return text.replaceAll("(\\bauth_pass[ \t]+)[^\r\n]+", "$1" + HIDDEN);
    }
}
