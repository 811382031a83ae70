package io.vipagent.tools.doctor.rules;

import io.vipagent.tools.conf.Position;

/**
 * A finding is one thing that is wrong on this node.
 *
 * @param location {@code FILE:LINE}, or what it is about where no file says it
 * @param problem what is wrong, one sentence
 * @param fix the line to write, or the command to run
 */
public record Finding(FindingId id, String location, String problem, String fix) {
    /** The finding is about a line of a file. */
    public static Finding at(FindingId id, Position at, String problem, String fix) {
        return new Finding(id, at.lineOfFile(), problem, fix);
    }
}
