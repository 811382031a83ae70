package io.vipagent.core.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many lines a log has of each cause within an interval, which begins with the first of them, so that nobody from
 * outside fills the log: what is beyond is counted, and the count is said once. Causes may have strangers' names: those
 * beyond a number have one limit together.
 *
 * @param <T> what a line tells of
 */
public final class LineLimit<T> {
    private static final String OTHERS = "";

    private final int maxLines;
    private final int maxCauses;
    private final long interval;
    private final Map<String, LineCount<T>> counts = new LinkedHashMap<>();

    private static final class LineCount<T> {
        private final long sinceNanos;
        private int lines;
        private long omitted;
        private T last;

        LineCount(long sinceNanos, T first) {
            this.sinceNanos = sinceNanos;
            this.last = first;
        }
    }

    /**
     * What has no lines of its own.
     *
     * @param number of them, at least 1
     * @param last the newest of them
     */
    public record Omitted<T>(long number, T last) {}

    /** Lets each of {@code maxCauses}, and all others together, have {@code maxLines} in {@code interval}. */
    public LineLimit(int maxLines, int maxCauses, Duration interval) {
        this.maxLines = maxLines;
        this.maxCauses = maxCauses;
        this.interval = interval.toNanos();
    }

    /** Returns whether {@code cause} may have a line on {@code what} at this moment. */
    public synchronized boolean admits(String cause, T what, long nowNanos) {
        String counted = counts.containsKey(cause) || counts.size() < maxCauses ? cause : OTHERS;
        LineCount<T> count = counts.computeIfAbsent(counted, _ -> new LineCount<>(nowNanos, what));
        if (count.lines < maxLines) {
            count.lines++;
            return true;
        }
        count.omitted++;
        count.last = what;
        return false;
    }

    /** Ends the intervals that are over, and returns what was omitted in them. To be called about once a second. */
    public synchronized List<Omitted<T>> endIntervals(long nowNanos) {
        List<Omitted<T>> omitted = new ArrayList<>();
        Iterator<LineCount<T>> all = counts.values().iterator();
        while (all.hasNext()) {
            LineCount<T> count = all.next();
            if (nowNanos - count.sinceNanos >= interval) {
                all.remove();
                if (count.omitted > 0) {
                    omitted.add(new Omitted<>(count.omitted, count.last));
                }
            }
        }
        return omitted;
    }
}
