package io.vipagent.doctor;

import io.vipagent.text.Position;

/**
 * Something that is wrong on this node.
 *
 * @param where {@code FILE:LINE}, or what it is about where no file says it
 * @param what what is wrong, one sentence
 * @param write the line to write, or the command to run
 */
public record Finding(FindingId id, String where, String what, String write) {
    /** A finding in a file. */
    static Finding at(FindingId id, Position at, String what, String write) {
        return new Finding(id, at.lineOfFile(), what, write);
    }
}
