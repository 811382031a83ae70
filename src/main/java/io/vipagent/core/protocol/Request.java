package io.vipagent.core.protocol;

import io.vipagent.core.protocol.NotifyLine.Event;
import io.vipagent.core.protocol.NotifyLine.Ignored;
import io.vipagent.core.protocol.NotifyLine.MalformedLine;
import io.vipagent.core.protocol.NotifyLine.PriorityChange;
import io.vipagent.core.protocol.NotifyLine.VrrpKind;
import io.vipagent.core.text.Durations;
import io.vipagent.core.text.Labelled;
import io.vipagent.core.text.OneLine;
import io.vipagent.core.vip.VrrpState;
import java.time.Duration;
import java.util.Locale;

/** What one line on the control socket asks. */
public sealed interface Request {
    /** Where the agent listens unless it is told otherwise. */
    String DEFAULT_SOCKET = "/run/vip-agent/agent.sock";

    /**
     * The bytes of its path: sun_path of unix(7) holds 108 with its final zero, and the agent first binds a name that
     * is four bytes longer.
     */
    int MAX_SOCKET_BYTES = 103;

    /** The same as {@link #CHECK_TIMEOUT}, in milliseconds. */
    int CHECK_TIMEOUT_MILLIS = 1500;

    /** The time within which {@code check} ends where no {@code --timeout} is given. */
    Duration CHECK_TIMEOUT = Duration.ofMillis(Request.CHECK_TIMEOUT_MILLIS);

    /** The longest line that is read, in bytes. */
    int LIMIT = 1024;

    /** The shortest time for which a node can be drained. */
    Duration MIN_DRAIN = Duration.ofSeconds(1);

    /** The longest: whoever needs more drains without a time. */
    Duration MAX_DRAIN = Duration.ofHours(24);

    /** The longest outcome of a rehearsal, in characters. */
    int MAX_OUTCOME_LENGTH = 500;

    /** May this node hold the VIP? */
    record CheckDecision() implements Request {}

    /** Everything that is known. */
    record Status(Format format) implements Request {}

    /** Let haproxy drain this node and keepalived release the VIP. */
    record Drain(String reason) implements Request {
        /** Keeps {@code reason} to one line that fits a request; an operator need not give one. */
        public Drain {
            reason = OneLine.line(reason);
            if (reason.isEmpty()) {
                reason = "drained by an operator";
            }
        }
    }

    /**
     * The same for a time, after which the drain ends by itself.
     *
     * @param length from {@link #MIN_DRAIN} to {@link #MAX_DRAIN}
     */
    record DrainFor(Duration length, String reason) implements Request {
        /** Keeps {@code reason} to one line that fits a request. */
        public DrainFor {
            reason = new Drain(reason).reason();
        }
    }

    /** A rehearsal of a takeover has ended: one line for the history. */
    record Rehearsed(String outcome) implements Request {
        /** Keeps {@code outcome} to one line that fits a request. */
        public Rehearsed {
            outcome = OneLine.line(outcome, MAX_OUTCOME_LENGTH);
        }
    }

    /** The operator ends a drain. */
    record Resume() implements Request {}

    /** keepalived says that a VRRP instance or group came into a state; as {@link Event} has it. */
    record Notify(VrrpKind kind, String name, VrrpState state, int priority) implements Request {
        /** Keeps {@code name} to one line that fits a request. */
        public Notify {
            name = OneLine.line(name, NotifyLine.MAX_NAME_LENGTH);
        }

        /** Returns the same of {@code event}. */
        public static Notify of(Event event) {
            return new Notify(event.kind(), event.name(), event.state(), event.priority());
        }

        /** Returns what keepalived says. */
        public Event event() {
            return new Event(kind, name, state, priority);
        }
    }

    /** How a status is written. */
    enum Format implements Labelled {
        /** A table for people. */
        TABLE,
        /** An object for machines. */
        JSON,
        /** The metrics, as Prometheus scrapes them. */
        PROMETHEUS,
        /** For people, with every column. */
        WIDE,
        /** The cluster as this agent sees it, for people. */
        CLUSTER,
        /** The cluster with every column. */
        CLUSTER_WIDE,
        /** The cluster for machines. */
        CLUSTER_JSON;

        /** Returns the word on the wire. */
        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Returns what picocli shows where another word was given. */
        @Override
        public String toString() {
            return label();
        }
    }

    /** A line that is none of these; the message says what is expected. */
    final class Unknown extends Exception {
        private static final long serialVersionUID = 1;

        Unknown(String message) {
            super(message);
        }
    }

    /** Reads a line without its line feed. */
    static Request parse(String line) throws Unknown {
        int space = line.indexOf(' ');
        String verb = space < 0 ? line : line.substring(0, space);
        String rest = space < 0 ? "" : line.substring(space + 1).strip();
        return switch (verb) {
            case "check" -> new CheckDecision();
            case "status" -> new Status(format(rest));
            case "drain" -> new Drain(rest);
            case "drain-for" -> drainFor(rest);
            case "rehearsed" -> new Rehearsed(rest);
            case "resume" -> new Resume();
            case "notify" -> notify(rest);
            default ->
                throw new Unknown("unknown request \"" + OneLine.line(verb, 40)
                        + "\"; expected check, status, drain, resume or notify");
        };
    }

    /** Returns the line that asks this, without its line feed. */
    default String line() {
        return switch (this) {
            case CheckDecision check -> "check";
            case Status status -> "status " + status.format().label();
            case Drain drain -> "drain " + drain.reason();
            case DrainFor drain -> "drain-for " + Durations.format(drain.length()) + " " + drain.reason();
            case Rehearsed rehearsed -> "rehearsed " + rehearsed.outcome();
            case Resume resume -> "resume";
            case Notify notify -> "notify " + notify.event().line();
        };
    }

    private static Request drainFor(String rest) throws Unknown {
        int space = rest.indexOf(' ');
        String length = space < 0 ? rest : rest.substring(0, space);
        return Durations.parse(length)
                .filter(given -> given.compareTo(MIN_DRAIN) >= 0 && given.compareTo(MAX_DRAIN) <= 0)
                .map(given -> new DrainFor(given, space < 0 ? "" : rest.substring(space + 1)))
                .orElseThrow(() -> new Unknown("drain-for: \"" + OneLine.line(length, 40)
                        + "\" is not a time from 1s to 24 hours, such as 5m"));
    }

    private static Request notify(String words) throws Unknown {
        return switch (NotifyLine.parse(words)) {
            case Event event -> Notify.of(event);
            case PriorityChange change -> throw noState(words);
            case Ignored ignored -> throw noState(words);
            case MalformedLine malformed -> throw new Unknown("not a notification: " + malformed.why());
        };
    }

    private static Unknown noState(String words) {
        return new Unknown("no VRRP state in \"" + OneLine.line(words, 80) + "\"; expected " + NotifyLine.EXPECTED);
    }

    private static Format format(String word) throws Unknown {
        for (Format format : Format.values()) {
            if (word.isEmpty() || format.label().equals(word)) {
                return format;
            }
        }
        throw new Unknown("unknown format \"" + OneLine.line(word, 40)
                + "\"; expected table, wide, json, prometheus, cluster, cluster-wide or cluster-json");
    }
}
