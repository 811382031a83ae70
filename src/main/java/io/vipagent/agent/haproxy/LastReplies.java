package io.vipagent.agent.haproxy;

import io.vipagent.core.health.Health;
import io.vipagent.core.protocol.AgentReply;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What each haproxy was told last of each thing that it asks for, since it keeps that. Where there are more than
 * {@link #MAX_ENTRIES}, the one that has not been asked for longest is forgotten. Safe for threads.
 */
final class LastReplies {
    /** Two hundred haproxys that ask for five targets each; one takes some 200 bytes. */
    static final int MAX_ENTRIES = 1024;

    /** In the order in which they were asked last. */
    private final SequencedMap<String, Told> told = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * The last reply.
     *
     * @param subject what was asked, so that the same name for something else is another matter
     * @param verdict whether the last word on up or down was a verdict
     * @param bad whether haproxy sends nothing there because of it
     * @param well whether haproxy sends its full share there because of it
     */
    private record Told(String subject, boolean verdict, boolean bad, boolean well) {}

    /** Returns whether the last word that {@code asker} heard on {@code subject} was a verdict. */
    synchronized boolean hasVerdict(String asker, String subject) {
        Told last = told.get(asker);
        return last != null && last.verdict() && last.subject().equals(subject);
    }

    /** Returns whether the last word that {@code asker} heard on {@code subject} was that all is well. */
    synchronized boolean isWell(String asker, String subject) {
        Told last = told.get(asker);
        return last != null && last.well() && last.subject().equals(subject);
    }

    /** Takes that {@code asker} was told {@code reply}, which {@code answer} called for. */
    synchronized void add(String asker, String subject, AgentReply reply, Health answer) {
        boolean before = hasVerdict(asker, subject);
        switch (reply) {
            // One that is said although the answer is no is not this agent's verdict.
            case UP -> told.put(asker, new Told(subject, answer.healthy(), false, reply.isWell(answer)));
            case DOWN -> told.put(asker, new Told(subject, !AgentReply.isUnknown(answer), true, false));
            case DRAIN, MAINT -> told.put(asker, new Told(subject, before, true, false));
            case UNKNOWN -> {
                // haproxy keeps the last word of this agent.
            }
        }
        if (told.size() > MAX_ENTRIES) {
            told.remove(told.firstEntry().getKey());
        }
    }

    /** Returns whether the last word that anybody heard is a bad one. */
    synchronized boolean anyBad() {
        return told.values().stream().anyMatch(Told::bad);
    }
}
