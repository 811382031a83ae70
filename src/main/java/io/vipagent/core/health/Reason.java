package io.vipagent.core.health;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why something is down. The same word is the exit code, the metric label, the agent-check text, the log key and the
 * status page, so the set is closed. keepalived logs a script's exit code whenever it changes, which makes the code the
 * one free channel from the check to the log.
 */
public enum Reason {
    /** The kernel of the other side said no: nobody listens on the port. */
    CONNECT_REFUSED(10),
    /** No answer to the connection attempt before the deadline. */
    CONNECT_TIMEOUT(11),
    /** The TLS handshake failed, or nobody answered it before the deadline. */
    TLS_FAILED(12),
    /** The certificate is not one that the configured CA vouches for under the expected name. */
    TLS_UNTRUSTED(13),
    /** The certificate would be trusted if it had not expired. */
    CERT_EXPIRED(14),
    /** TLS is up, but the answer was not complete before the deadline. */
    RESPONSE_TIMEOUT(15),
    /** A 5xx answer. */
    SERVER_ERROR(16),
    /** 401 or 403: alive, but it does not tell us its health. */
    UNAUTHORIZED(17),
    /** Any other status, a body that is not the expected one, or something that is not HTTP. */
    UNEXPECTED_RESPONSE(18),
    /** Name resolution, routing, or a connection that was reset. */
    NETWORK(19),
    /** Nobody answers on the agent's control socket. */
    AGENT_UNREACHABLE(20),
    /** The agent has outcomes that are too old to be believed. */
    STALE(21),
    /** An operator drained this node. */
    MAINTENANCE(22),
    /** Too few probes so far to know. */
    STARTING(23),
    /** The agent's own fault, such as no file descriptors: says nothing about the target. */
    AGENT_ERROR(24),
    /** It answers, but too late, or nothing so far, while another is known to answer in time. */
    SLOW(25);

    private final int exitCode;

    Reason(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Returns the reason that this exit code stands for, if it stands for one. */
    public static Optional<Reason> of(int exitCode) {
        return Arrays.stream(values())
                .filter(reason -> reason.exitCode == exitCode)
                .findFirst();
    }

    /**
     * Returns whether it says only that nobody knows: the agent has not looked yet, not often enough, or could not. That
     * is no news of a target.
     */
    public boolean isUnknown() {
        return this == STARTING || this == STALE || this == AGENT_ERROR;
    }

    /** Returns the exit code of {@code vip-agent check} for this reason, 10 to 25. */
    public int exitCode() {
        return exitCode;
    }
}
