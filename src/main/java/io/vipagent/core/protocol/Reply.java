package io.vipagent.core.protocol;

import io.vipagent.core.text.OneLine;

/**
 * What comes back on the control socket: {@code EXIT_CODE text}, then an optional body to the end.
 *
 * @param exitCode what the command exits with, 0 to 255
 * @param text one line for people
 * @param body empty, or whole lines
 */
public record Reply(int exitCode, String text, String body) {
    /** Keeps {@code text} to one line. */
    public Reply {
        text = OneLine.line(text, 500);
    }

    /** A reply without a body. */
    public Reply(int exitCode, String text) {
        this(exitCode, text, "");
    }

    /** As it is sent. */
    public String encode() {
        return exitCode + " " + text + "\n" + body;
    }

    /**
     * Reads what was received.
     *
     * @throws IllegalArgumentException where that is not a whole reply, such as when the agent died half way
     */
    public static Reply decode(String received) {
        int end = received.indexOf('\n');
        int space = received.indexOf(' ');
        if (end < 0 || space < 0 || space > end || !received.substring(0, space).matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("not a reply: " + OneLine.line(received, 60));
        }
        int code = Integer.parseInt(received.substring(0, space));
        if (code > 255) {
            throw new IllegalArgumentException("not an exit code: " + code);
        }
        return new Reply(code, received.substring(space + 1, end), received.substring(end + 1));
    }
}
