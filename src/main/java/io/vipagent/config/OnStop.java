package io.vipagent.config;

import io.vipagent.core.text.Labelled;

/** What becomes of the track file when the agent is stopped in good order. */
public enum OnStop implements Labelled {
    /** The file stays: a restart or an upgrade moves nothing. */
    KEEP,
    /** The permission is taken away: no node holds the VIP without an agent that stands for it. */
    FAIL;
}
