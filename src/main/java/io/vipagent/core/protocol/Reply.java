package io.vipagent.core.protocol;

import io.vipagent.core.health.Reason;
import io.vipagent.core.text.OneLine;
import java.util.Optional;

/**
 * What comes back on the control socket: {@code EXIT_CODE text}, then an optional body to the end.
 *
 * @param exitCode what the command exits with, 0 to 255
 * @param text one line for people
 * @param body empty, or whole lines
 */
public record Reply(int exitCode, String text, String body) {
    /** The exit code for a request that the agent does not understand: EX_USAGE of sysexits.h. */
    public static final int USAGE = 64;

    /** The exit code for a request that failed by a defect: EX_SOFTWARE of sysexits.h. */
    public static final int DEFECT = 70;

    /** Keeps {@code text} to one line. */
    public Reply {
        text = OneLine.line(text, 500);
    }

    /** Creates a reply without a body. */
    public Reply(int exitCode, String text) {
        this(exitCode, text, "");
    }

    /** Returns a reply that says this reason. */
    public static Reply of(Reason reason, String detail) {
        return new Reply(reason.exitCode(), reason + " " + detail);
    }

    /** Returns whether the reply is good news. */
    public boolean isOk() {
        return exitCode == 0;
    }

    /** Returns whether the agent could not do what was asked: it did not understand, or it has a defect. */
    public boolean isFault() {
        return exitCode == USAGE || exitCode == DEFECT;
    }

    /** Returns whether it stands for the reply of an agent that could not be reached. */
    public boolean isNobodys() {
        return exitCode == Reason.AGENT_UNREACHABLE.exitCode();
    }

    /**
     * Returns the reason that the reply gives; empty where it is good news, or where the agent could not do what was
     * asked.
     */
    public Optional<Reason> reason() {
        return Reason.of(exitCode);
    }

    /** Returns it as it is sent. */
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
