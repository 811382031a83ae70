package io.vipagent.agent.haproxy;

import io.vipagent.core.health.Health;
import io.vipagent.core.protocol.AgentReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * What each haproxy was told last of each thing that it asks for, since it keeps that. Where there are more than
 * {@link #MAX_ENTRIES}, the one that has not been asked for longest is forgotten. Safe for threads.
 */
final class LastReplies {
    /** Two hundred haproxys that ask for five targets each; one takes some 200 bytes. */
    static final int MAX_ENTRIES = 1024;

    /**
     * From another word until it counts that all is well: what asks for the same from one address, such as servers of
     * two backends, is one asker here, and each has asked again within this time.
     */
    static final Duration HOLD_DELAY = Duration.ofSeconds(5);

    /** In the order in which they were asked last. */
    private final SequencedMap<String, Told> told = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * What an asker was told last.
     *
     * @param subject what was asked, so that the same name for something else is another matter
     * @param verdict whether the last word on up or down was a verdict
     * @param well whether haproxy sends its full share there because of it
     * @param otherNanos when this asker last heard something else, monotonic
     */
    private record Told(String subject, boolean verdict, boolean well, OptionalLong otherNanos) {
        boolean isWell(String asked, long nowNanos) {
            return well
                    && subject.equals(asked)
                    && (otherNanos.isEmpty() || nowNanos - otherNanos.getAsLong() >= HOLD_DELAY.toNanos());
        }
    }

    /** Returns whether the last word that {@code asker} heard on {@code subject} was a verdict. */
    synchronized boolean hasVerdict(String asker, String subject) {
        Told last = told.get(asker);
        return last != null && last.verdict() && last.subject().equals(subject);
    }

    /**
     * Returns whether everybody who asks as {@code asker} has heard on {@code subject} that all is well, and nothing
     * else since.
     */
    synchronized boolean isWell(String asker, String subject, long nowNanos) {
        Told last = told.get(asker);
        return last != null && last.isWell(subject, nowNanos);
    }

    /** Takes that {@code asker} was told {@code reply}, which {@code answer} called for, at {@code nanos}. */
    synchronized void add(String asker, String subject, AgentReply reply, Health answer, long nanos) {
        boolean before = hasVerdict(asker, subject);
        boolean well = reply.isWell(answer);
        OptionalLong other = well
                ? Optional.ofNullable(told.get(asker)).map(Told::otherNanos).orElse(OptionalLong.empty())
                : OptionalLong.of(nanos);
        switch (reply) {
            // One that is said although the answer is no is not this agent's verdict.
            case UP -> told.put(asker, new Told(subject, answer.healthy(), well, other));
            case DOWN -> told.put(asker, new Told(subject, !AgentReply.isUnknown(answer), false, other));
            case DRAIN, MAINT -> told.put(asker, new Told(subject, before, false, other));
            case UNKNOWN -> {
                // haproxy keeps the last word of this agent.
            }
        }
        if (told.size() > MAX_ENTRIES) {
            told.remove(told.firstEntry().getKey());
        }
    }

    /** Returns whether the last word that anybody heard takes traffic from a server: all of it, or a share. */
    synchronized boolean anyBad() {
        return !told.values().stream().allMatch(Told::well);
    }
}
