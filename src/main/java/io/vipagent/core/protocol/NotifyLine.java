package io.vipagent.core.protocol;

import io.vipagent.core.text.OneLine;
import io.vipagent.core.vip.VrrpState;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What keepalived says of a change: as a line of its FIFO, {@code INSTANCE "VI_1" MASTER 100}, or as what it appends to
 * the command of {@code notify}, {@code INSTANCE VI_1 MASTER 100} (vrrp/vrrp_notify.c). Nothing in a name is escaped,
 * not even quotes or spaces, so a line is read from both its ends.
 */
public sealed interface NotifyLine {
    /** The longest name that is taken, in characters. */
    int MAX_NAME_LENGTH = 128;

    /** The highest priority that VRRP has: that of the owner of an address (RFC 5798, section 5.2.4). */
    int HIGHEST_PRIORITY = 255;

    /** What is expected, for messages. */
    String EXPECTED = "INSTANCE|GROUP NAME MASTER|BACKUP|FAULT|STOP|DELETED|INIT PRIORITY";

    /** What of keepalived came into another state. */
    enum VrrpKind {
        INSTANCE,
        /** A sync group; its instances say the same each for itself. */
        GROUP
    }

    /**
     * A VRRP instance or group came into a state.
     *
     * @param name printable, at most {@link #MAX_NAME_LENGTH} characters, without white space at its ends
     * @param priority 0 to 255; 0 for a group
     */
    record Event(VrrpKind kind, String name, VrrpState state, int priority) implements NotifyLine {
        /** Keeps {@code name} to what a line can hold. */
        public Event {
            name = OneLine.line(name, MAX_NAME_LENGTH);
        }

        /** Returns it as keepalived's FIFO has it, without the line feed. */
        public String line() {
            return kind + " \"" + name + "\" " + state + " " + priority;
        }
    }

    /**
     * The priority of a VRRP instance changed within its state ({@code vrrp_notify_priority_changes}).
     *
     * @param name printable, at most {@link #MAX_NAME_LENGTH} characters, without white space at its ends
     * @param priority 0 to 255
     */
    record PriorityChange(String name, int priority) implements NotifyLine {}

    /** A line of keepalived that tells no change of a VRRP state. */
    record Ignored() implements NotifyLine {}

    /** A line that keepalived does not write; {@code why} says what was given and what is expected. */
    record MalformedLine(String why) implements NotifyLine {}

    /** Reads a line without its line feed, whatever it holds. */
    static NotifyLine parse(String line) {
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        int middle = line.lastIndexOf(' ', last - 1);
        if (isOfTheCheckers(line)) {
            return new Ignored();
        }
        if (first < 0 || middle <= first) {
            return malformed(line);
        }
        String name = line.substring(first + 1, middle);
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return read(
                line.substring(0, first),
                quoted ? name.substring(1, name.length() - 1) : name,
                line.substring(middle + 1, last),
                line.substring(last + 1));
    }

    /** Reads the four words, as arguments. */
    static NotifyLine read(String kind, String name, String state, String priority) {
        String clean = OneLine.line(name, MAX_NAME_LENGTH + 1);
        Optional<VrrpKind> known = kind(kind);
        Optional<VrrpState> now = VrrpState.parse(state);
        OptionalInt number = priority(priority);
        if (clean.isEmpty()
                || clean.length() > MAX_NAME_LENGTH
                || known.isEmpty()
                || number.isEmpty()
                || (now.isEmpty() && !isWithinAState(state))) {
            return malformed(String.join(" ", kind, name, state, priority));
        }
        if (now.isPresent()) {
            return new Event(known.get(), clean, now.get(), number.getAsInt());
        }
        return known.get() == VrrpKind.INSTANCE && isPriority(state)
                ? new PriorityChange(clean, number.getAsInt())
                : new Ignored();
    }

    /** Of virtual and real servers, whose lines share {@code notify_fifo}. */
    private static boolean isOfTheCheckers(String line) {
        return line.startsWith("VS ") || line.startsWith("RS ");
    }

    /** BACKUP_PRIORITY comes in every state but MASTER, so it tells none. */
    private static boolean isWithinAState(String word) {
        return switch (word) {
            case "MASTER_RX_LOWER_PRI", "MASTER_PRIORITY", "BACKUP_PRIORITY", "{UNKNOWN}" -> true;
            default -> false;
        };
    }

    private static boolean isPriority(String word) {
        return word.equals("MASTER_PRIORITY") || word.equals("BACKUP_PRIORITY");
    }

    private static Optional<VrrpKind> kind(String word) {
        for (VrrpKind kind : VrrpKind.values()) {
            if (kind.name().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static OptionalInt priority(String word) {
        int number = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c < '0' || c > '9' || i == 3) {
                return OptionalInt.empty();
            }
            number = number * 10 + c - '0';
        }
        return word.isEmpty() || number > HIGHEST_PRIORITY ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** Returns the result where {@code given} is no notification. */
    static MalformedLine malformed(String given) {
        return new MalformedLine("\"" + OneLine.line(given, 80) + "\"; expected " + EXPECTED);
    }
}
