package io.vipagent.cli;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.Reply;

/** The exit codes that are not a {@link Reason}'s own, and the one table from exception to exit code. */
public enum ExitCode {
    /** The answer is healthy, or the command has done its work. */
    OK(0),
    /** Unhealthy, and no reason fits; what doctor found are warnings. */
    UNHEALTHY(1),
    /** What doctor found are errors. */
    ERRORS(2),
    /** The command line is wrong: sysexits.h, EX_USAGE. */
    USAGE(Reply.USAGE),
    /** A defect of ours: EX_SOFTWARE. */
    DEFECT(Reply.DEFECT),
    /** The configuration is wrong: EX_CONFIG. */
    CONFIGURATION(78);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** Returns the number. */
    public int code() {
        return code;
    }

    /** Returns the exit code of a command that {@code error} ended. */
    public static int of(Throwable error) {
        return switch (error) {
            case InvalidConfiguration e -> CONFIGURATION.code;
            case OutOfMemoryError e -> Reason.AGENT_ERROR.exitCode();
            default -> DEFECT.code;
        };
    }
}
