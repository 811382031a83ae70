package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.Position;

/**
 * What an old and a new file say of one directive, and not alike.
 *
 * @param at where the old file has it
 * @param before what the old file says; never a password
 * @param now what the new file says, or that it says nothing
 */
public record Difference(Position at, String before, String now) {
    static final String NONE = "left out";

    @Override
    public String toString() {
        return at.lineOfFile() + ": " + before + ": " + (now.equals(NONE) ? NONE : "now " + now);
    }
}
