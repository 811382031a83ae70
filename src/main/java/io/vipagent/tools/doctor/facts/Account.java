package io.vipagent.tools.doctor.facts;

/**
 * A user by its numbers.
 *
 * @param group the only one that keepalived leaves a script
 */
public record Account(int user, int group) {
    /** Returns whether the user is root, who may enter every directory. */
    boolean isRoot() {
        return user == 0;
    }
}
