package io.vipagent.tools.init.migrate;

import io.vipagent.config.RawOption;
import io.vipagent.tools.conf.Fault;
import io.vipagent.tools.conf.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options that were read from a set-up, and what of it they do not carry over.
 *
 * @param options by their names, as {@code cluster.yaml} has them; the place says where each was read
 * @param password of VRRP version 2; not to be shown
 * @param left what is not carried over
 * @param remarks what is good to know
 * @param problems what stands in the way, one line each
 * @param faults what could not be understood; everything else was read
 * @param owners the nodes whose keepalived.conf are known, by the path of the file
 */
public record MigrationResult(
        Map<String, List<RawOption>> options,
        Optional<RawOption> password,
        List<Leftover> left,
        List<String> remarks,
        List<String> problems,
        List<Fault> faults,
        Map<String, String> owners) {
    /**
     * Something that the new files do not have.
     *
     * @param what its first words: never a password
     * @param todo what to do with it
     */
    public record Leftover(Position at, String what, String todo) {
        @Override
        public String toString() {
            return at.lineOfFile() + ": " + what + ": " + todo;
        }
    }
}
