package io.vipagent.core.protocol;

import io.vipagent.core.health.Health;
import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.Reason;
import io.vipagent.core.text.Labelled;
import io.vipagent.core.text.OneLine;
import java.util.Optional;

/**
 * One line of haproxy's agent-check protocol (haproxy's configuration manual, "agent-check"; src/tcpcheck.c,
 * tcpcheck_agent_expect_reply). The {@code #} must begin a word: glued to {@code down} it makes an unknown word, and
 * the server stays up.
 */
public enum AgentReply implements Labelled {
    /**
     * Serve; {@code ready} takes back a drain or maint of before. Followed by a weight, which haproxy applies at once,
     * in proportion to the configured one.
     */
    UP("up ready"),
    /** Do not serve; followed by the reason. */
    DOWN("down"),
    /**
     * The agent has told a verdict and does not know another one: a comment alone, by which haproxy changes neither
     * state nor weight (its status is CHECKED, "No status change"), so that its last verdict and its own check decide.
     */
    UNKNOWN("#"),
    /** Finish what is under way, take nothing new. Persists until {@code ready}. */
    DRAIN("drain"),
    /** Out of rotation, health checks stopped. Persists until {@code ready}. */
    MAINT("maint");

    private static final int MAX_REASON_LENGTH = 200;
    private static final int FULL_WEIGHT = 100;

    private final String words;

    AgentReply(String words) {
        this.words = words;
    }

    /** What an operator's drain is told to haproxy as, and whether verdicts are told at all. */
    public enum Reports implements Labelled {
        /** Verdicts are told, and maintenance too. */
        VERDICT,
        /** Maintenance alone: haproxy's own check decides. */
        MAINTENANCE;
    }

    /**
     * Returns the reply that {@code answer} calls for.
     *
     * @param drained what maintenance is told as: {@link #DRAIN} or {@link #MAINT}
     * @param mayKeep whether the haproxy that asks may keep what it has, since it was told a verdict of this before, or
     *     the first one is about to be known: otherwise unknown is down
     */
    public static AgentReply to(Health answer, Reports reports, AgentReply drained, boolean mayKeep) {
        return switch (answer) {
            case Healthy healthy -> UP;
            case Unhealthy unhealthy when unhealthy.reason() == Reason.MAINTENANCE -> drained;
            case Unhealthy unhealthy when reports == Reports.MAINTENANCE -> UP;
            case Unhealthy unhealthy -> mayKeep && isUnknown(answer) ? UNKNOWN : DOWN;
        };
    }

    /** Returns whether {@code answer} says only that the agent has not looked, not often enough, or could not. */
    public static boolean isUnknown(Health answer) {
        return answer instanceof Unhealthy unhealthy && unhealthy.reason().isUnknown();
    }

    /** Returns whether it says that all is well: up, with the full weight. */
    public boolean isWell(Health answer) {
        return this == UP && weight(answer) == FULL_WEIGHT;
    }

    private static int weight(Health answer) {
        return answer instanceof Healthy healthy ? healthy.weight() : FULL_WEIGHT;
    }

    /** Returns the whole line with its line feed, without which haproxy ignores it. */
    public String line(Health answer) {
        return switch (this) {
            case UP -> words + " " + weight(answer) + "%\n";
            case DOWN -> words + why(answer).map(why -> " # " + why).orElse("") + "\n";
            case UNKNOWN -> words + why(answer).map(why -> " " + why).orElse("") + "\n";
            case DRAIN, MAINT -> words + "\n";
        };
    }

    private static Optional<String> why(Health answer) {
        return answer instanceof Unhealthy unhealthy
                ? Optional.of(OneLine.line(unhealthy.reason() + " " + unhealthy.detail(), MAX_REASON_LENGTH))
                : Optional.empty();
    }
}
