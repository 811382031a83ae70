package io.vipagent.core.vip;

import io.vipagent.core.text.OneLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an agent says of its node for people to read. Nothing is decided by it, and an agent of another version may say
 * less: a word that is not known is empty.
 *
 * @param version of the agent
 * @param decision granted, held, bootstrap or denied
 * @param why the decision in words, with its reason first where there is one
 * @param vrrp what keepalived told of its instances
 * @param keepalived how keepalived's process is
 * @param targets this node's own ones: its apiserver, its haproxy
 * @param certificateEnd when the certificate of this node's apiserver expires
 */
public record NodeDetails(
        String version,
        String decision,
        String why,
        List<VrrpWord> vrrp,
        String keepalived,
        List<TargetWord> targets,
        Optional<Instant> certificateEnd) {
    /** The most instances and the most targets that are kept. */
    public static final int MAX_ENTRIES = 8;

    /** The most characters of a word. */
    public static final int MAX_WORD_LENGTH = 60;

    /** The details of a node of which nothing is known. */
    public static final NodeDetails UNKNOWN = new NodeDetails("", "", "", List.of(), "", List.of(), Optional.empty());

    /** Keeps every word to one printable line of a bounded length, whatever a stranger put into it. */
    public NodeDetails {
        version = OneLine.line(version, MAX_WORD_LENGTH);
        decision = OneLine.line(decision, MAX_WORD_LENGTH);
        why = OneLine.line(why);
        vrrp = List.copyOf(vrrp.subList(0, Math.min(MAX_ENTRIES, vrrp.size())));
        keepalived = OneLine.line(keepalived, MAX_WORD_LENGTH);
        targets = List.copyOf(targets.subList(0, Math.min(MAX_ENTRIES, targets.size())));
    }

    /** What a node says of one of its VRRP instances. */
    public record VrrpWord(String instance, String state, OptionalInt priority) {
        /** Keeps both words to one printable line. */
        public VrrpWord {
            instance = OneLine.line(instance, MAX_WORD_LENGTH);
            state = OneLine.line(state, MAX_WORD_LENGTH);
        }
    }

    /**
     * What a node says of one of its targets.
     *
     * @param role local or frontend
     * @param state up, slow, down, starting or stale
     * @param why the state in words, with its reason first where there is one
     */
    public record TargetWord(String name, String role, String state, String why) {
        /** Keeps every word to one printable line. */
        public TargetWord {
            name = OneLine.line(name, MAX_WORD_LENGTH);
            role = OneLine.line(role, MAX_WORD_LENGTH);
            state = OneLine.line(state, MAX_WORD_LENGTH);
            why = OneLine.line(why);
        }
    }
}
