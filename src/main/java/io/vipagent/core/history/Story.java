package io.vipagent.core.history;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Predicate;

/**
 * Why the virtual IP moved, or did not: one sentence, and the events that it rests on, in order.
 *
 * @param sentence for people, with times of the zone that was asked for
 * @param events what happened around it, oldest first
 */
public record Story(String sentence, List<HistoryEvent> events) {
    /** The word of an {@link EventKind#ADDRESS} event where the address is on the node. */
    public static final String HERE = "here";

    /** The word of an {@link EventKind#ADDRESS} event where the address has left the node. */
    public static final String GONE = "gone";

    /** How far back from a release its cause is looked for: the slowest profile knows after 33 s. */
    private static final Duration CAUSE_WINDOW = Duration.ofSeconds(60);

    /** How long a virtual IP may be nowhere and the next holder still be called the one that took it over. */
    private static final Duration TAKEOVER_WINDOW = Duration.ofSeconds(60);

    private static final Duration AFTERMATH = Duration.ofSeconds(10);

    private static final Set<EventKind> CAUSES = Set.of(
            EventKind.DECISION, EventKind.VERDICT, EventKind.PROBE, EventKind.DRAIN, EventKind.STOP, EventKind.VRRP);

    public Story {
        events = List.copyOf(events);
    }

    /**
     * Returns the story of the move that is nearest to {@code around}, or of the last one.
     *
     * @param events of one node or of several, in any order
     * @param around the moment that somebody asks about; empty: the last move there is
     */
    public static Story of(List<HistoryEvent> events, Optional<Instant> around, ZoneId zone) {
        List<HistoryEvent> sorted = sorted(events);
        Comparator<HistoryEvent> order = around.isPresent()
                ? Comparator.comparing((HistoryEvent event) ->
                        Duration.between(event.at(), around.get()).abs())
                : Comparator.comparing(HistoryEvent::at).reversed();
        return sorted.stream()
                .filter(event -> event.kind() == EventKind.ADDRESS)
                .min(order)
                .map(move -> ofMove(sorted, move, zone))
                .orElseGet(() -> withoutMove(sorted, order, zone));
    }

    private static Story ofMove(List<HistoryEvent> sorted, HistoryEvent move, ZoneId zone) {
        Optional<HistoryEvent> released = move.state().equals(GONE)
                ? Optional.of(move)
                : lastBefore(sorted, move, TAKEOVER_WINDOW, event -> isAddress(event, move.subject(), GONE));
        Optional<HistoryEvent> taken = move.state().equals(HERE)
                ? Optional.of(move)
                : sorted.stream()
                        .filter(event -> isAddress(event, move.subject(), HERE))
                        .filter(event -> !event.at().isBefore(move.at())
                                && !event.at().isAfter(move.at().plus(TAKEOVER_WINDOW)))
                        .findFirst();
        HistoryEvent first = released.orElse(move);
        Optional<HistoryEvent> cause = cause(sorted, first, taken);
        StringJoiner sentence = new StringJoiner("; ", "", ".");
        cause.ifPresent(
                event -> sentence.add(HistoryTime.clock(event.at(), zone) + " " + event.node() + ": " + event.text()));
        released.ifPresent(event -> sentence.add(
                event.node() + " released " + event.subject() + " at " + HistoryTime.clock(event.at(), zone)));
        taken.ifPresent(event -> sentence.add(event.node() + " took " + event.subject() + " over "
                + (released.isPresent()
                        ? later(released.get().at(), event.at())
                        : "at " + HistoryTime.clock(event.at(), zone))));
        gap(sorted, first.at(), taken.orElse(first).at().plus(AFTERMATH))
                .ifPresent(event -> sentence.add(event.text() + ", as " + event.node() + " saw it"));
        if (released.isEmpty() || taken.isEmpty()) {
            sentence.add("what the other nodes did is not in this history: ask with --cluster");
        }
        Instant from = cause.map(HistoryEvent::at).orElse(first.at());
        Instant to = taken.map(HistoryEvent::at).orElse(first.at());
        return new Story(sentence.toString(), between(sorted, from.minus(AFTERMATH), to.plus(AFTERMATH)));
    }

    private static Story withoutMove(List<HistoryEvent> sorted, Comparator<HistoryEvent> order, ZoneId zone) {
        return sorted.stream()
                .filter(event -> event.kind() == EventKind.DECISION)
                .min(order)
                .map(event -> new Story(
                        "No virtual IP moved in this history; the last change: " + HistoryTime.clock(event.at(), zone)
                                + " " + event.node() + ": " + event.text() + ".",
                        between(
                                sorted,
                                event.at().minus(CAUSE_WINDOW),
                                event.at().plus(AFTERMATH))))
                .orElseGet(() -> new Story("Nothing moved, and no decision changed, in this history.", sorted));
    }

    /** Returns the longest time without an answer that ended between two moments: its state is how long it was. */
    private static Optional<HistoryEvent> gap(List<HistoryEvent> sorted, Instant from, Instant to) {
        return between(sorted, from, to).stream()
                .filter(event -> event.kind() == EventKind.GAP && event.state().matches("[0-9]{1,15}"))
                .max(Comparator.comparingLong(event -> Long.parseLong(event.state())));
    }

    /** Returns the first sign of what led to {@code released}: the oldest bad event of the node in one unbroken row. */
    private static Optional<HistoryEvent> cause(
            List<HistoryEvent> sorted, HistoryEvent released, Optional<HistoryEvent> taken) {
        List<HistoryEvent> before = before(sorted, released, released.node());
        Optional<HistoryEvent> drain = last(before, EventKind.DRAIN).or(() -> last(before, EventKind.STOP));
        Optional<HistoryEvent> denied =
                last(before, EventKind.DECISION).filter(event -> event.state().equals("denied"));
        if (drain.isPresent()
                && denied.map(event -> event.text().contains("MAINTENANCE")).orElse(true)) {
            return drain;
        }
        if (denied.isEmpty()) {
            return taken.filter(event -> !event.node().equals(released.node()))
                    .flatMap(event -> wayBack(before(sorted, released, event.node())))
                    .or(() -> before.stream()
                            .filter(event -> CAUSES.contains(event.kind()))
                            .reduce((_, newest) -> newest));
        }
        // The verdict behind the decision says how it began.
        return last(
                        before.stream()
                                .filter(event ->
                                        !event.at().isAfter(denied.get().at()))
                                .toList(),
                        EventKind.VERDICT)
                .filter(event -> event.state().equals("down") || event.state().equals("slow"))
                .or(() -> denied);
    }

    /** What let the other node, of a higher priority, take the address back from one that was well. */
    private static Optional<HistoryEvent> wayBack(List<HistoryEvent> before) {
        return last(before, EventKind.RESUME)
                .or(() -> last(before, EventKind.DECISION)
                        .filter(event -> !event.state().equals("denied")));
    }

    /** What happened on {@code node} not long before {@code released}. */
    private static List<HistoryEvent> before(List<HistoryEvent> sorted, HistoryEvent released, String node) {
        return sorted.stream()
                .filter(event -> event.node().equals(node))
                .filter(event -> event.at().isBefore(released.at())
                        && event.at().isAfter(released.at().minus(CAUSE_WINDOW)))
                .toList();
    }

    private static Optional<HistoryEvent> last(List<HistoryEvent> events, EventKind kind) {
        return events.stream().filter(event -> event.kind() == kind).reduce((_, newest) -> newest);
    }

    private static Optional<HistoryEvent> lastBefore(
            List<HistoryEvent> sorted, HistoryEvent moment, Duration window, Predicate<HistoryEvent> wanted) {
        return sorted.stream()
                .filter(wanted)
                .filter(event -> !event.at().isAfter(moment.at())
                        && event.at().isAfter(moment.at().minus(window)))
                .reduce((_, newest) -> newest);
    }

    private static boolean isAddress(HistoryEvent event, String vip, String state) {
        return event.kind() == EventKind.ADDRESS
                && event.subject().equals(vip)
                && event.state().equals(state);
    }

    private static List<HistoryEvent> between(List<HistoryEvent> sorted, Instant from, Instant to) {
        return sorted.stream()
                .filter(event -> !event.at().isBefore(from) && !event.at().isAfter(to))
                .toList();
    }

    /** Events in the order of their times; equal ones in the order in which they came. */
    public static List<HistoryEvent> sorted(List<HistoryEvent> events) {
        List<HistoryEvent> sorted = new ArrayList<>(events);
        sorted.sort(Comparator.comparing(HistoryEvent::at));
        return sorted;
    }

    private static String later(Instant from, Instant to) {
        long millis = Duration.between(from, to).toMillis();
        return millis < 10_000 ? millis + " ms later" : millis / 1000 + " s later";
    }
}
