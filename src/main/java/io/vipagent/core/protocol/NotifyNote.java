package io.vipagent.core.protocol;

import io.vipagent.core.protocol.NotifyLine.Event;
import io.vipagent.core.protocol.NotifyLine.Ignored;
import io.vipagent.core.protocol.NotifyLine.MalformedLine;
import io.vipagent.core.protocol.NotifyLine.PriorityChange;
import io.vipagent.core.text.ClockTime;
import io.vipagent.core.text.OneLine;
import java.time.Instant;

/**
 * A notification of keepalived that is kept in a file while no agent is there to hear it:
 * {@code TIME INSTANCE "VI_1" MASTER 100}.
 *
 * @param at when keepalived said it, by the wall clock, which every process on the node shares
 */
public record NotifyNote(Instant at, Event event) {
    /** What the name of every note's file begins with. */
    public static final String PREFIX = "vrrp-";

    private static final int READABLE = 40;

    /** A note that cannot be read; the message says why. */
    public static final class UnreadableNote extends Exception {
        private static final long serialVersionUID = 1;

        public UnreadableNote(String message) {
            super(message);
        }
    }

    /** Returns it as it is kept, without a line feed. */
    public String line() {
        return at + " " + event.line();
    }

    /**
     * Returns the name of the file for this instance or group. It is not read back: what is no letter or digit becomes
     * an underscore, and a hash keeps names apart that would look the same.
     */
    public String fileName() {
        String name = event.name();
        String readable = name.substring(0, Math.min(READABLE, name.length())).replaceAll("[^A-Za-z0-9-]", "_");
        return "%s%s-%s-%08x".formatted(PREFIX, event.kind().name(), readable, name.hashCode());
    }

    /** Reads a line without its line feed. */
    public static NotifyNote parse(String line) throws UnreadableNote {
        int space = line.indexOf(' ');
        if (space < 0) {
            throw new UnreadableNote("\"" + OneLine.line(line, 80) + "\"; expected TIME " + NotifyLine.EXPECTED);
        }
        Instant at = time(line.substring(0, space));
        return switch (NotifyLine.parse(line.substring(space + 1))) {
            case Event event -> new NotifyNote(at, event);
            case PriorityChange change ->
                throw new UnreadableNote("no VRRP state; expected TIME " + NotifyLine.EXPECTED);
            case Ignored ignored -> throw new UnreadableNote("no VRRP state; expected TIME " + NotifyLine.EXPECTED);
            case MalformedLine malformed -> throw new UnreadableNote(malformed.why());
        };
    }

    private static Instant time(String word) throws UnreadableNote {
        return ClockTime.parse(word)
                .orElseThrow(() -> new UnreadableNote(
                        "no time \"" + OneLine.line(word, 40) + "\"; expected " + ClockTime.EXPECTED));
    }
}
