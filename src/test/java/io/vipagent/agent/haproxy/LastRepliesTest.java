package io.vipagent.agent.haproxy;

import static io.vipagent.core.protocol.AgentReply.DOWN;
import static io.vipagent.core.protocol.AgentReply.DRAIN;
import static io.vipagent.core.protocol.AgentReply.MAINT;
import static io.vipagent.core.protocol.AgentReply.UNKNOWN;
import static io.vipagent.core.protocol.AgentReply.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Health;
import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.AgentReply;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What haproxy keeps, as this agent remembers it. */
class LastRepliesTest {
    private static final Health YES = new Healthy("up");
    private static final Health REFUSED = new Unhealthy(Reason.CONNECT_REFUSED, "nobody listens there");
    private static final Health STALE = new Unhealthy(Reason.STALE, "no outcome in time");
    private static final Health DRAINED = new Unhealthy(Reason.MAINTENANCE, "new kernel");

    private static final long DELAY = LastReplies.HOLD_DELAY.toNanos();

    private final LastReplies replies = new LastReplies();
    private long now;

    @Test
    void upAndDownAreVerdictsWhereTheyAreKnown() {
        add(UP, YES);
        assertThat(known()).isTrue();
        add(DOWN, REFUSED);
        assertThat(known()).isTrue();
        add(UNKNOWN, STALE);
        assertThat(known()).isTrue();
        add(DOWN, STALE);
        assertThat(known()).isFalse();
        add(UP, YES);
        add(UP, STALE);
        assertThat(known()).as("forced").isFalse();
    }

    @Test
    void aDrainIsNoVerdictAndTakesNoneBack() {
        for (AgentReply drained : List.of(DRAIN, MAINT)) {
            add(DOWN, STALE);
            add(drained, DRAINED);
            assertThat(known()).isFalse();
            add(UP, YES);
            add(drained, DRAINED);
            assertThat(known()).isTrue();
        }
    }

    @Test
    void whoAsksAndWhatAreNotMixed() {
        add(UP, YES);
        assertThat(replies.hasVerdict("192.0.2.12 local", "of A")).isFalse();
        assertThat(replies.hasVerdict("192.0.2.11 ", "of A")).isFalse();
        assertThat(replies.hasVerdict("192.0.2.11 local", "of B")).isFalse();
    }

    @Test
    void aWordIsBadUntilTheSameOneHearsABetterOne() {
        assertThat(replies.anyBad()).isFalse();
        for (AgentReply bad : List.of(DOWN, DRAIN, MAINT)) {
            add(bad, REFUSED);
            assertThat(replies.anyBad()).isTrue();
            replies.add("192.0.2.12 local", "of A", UP, YES, now);
            assertThat(replies.anyBad()).isTrue();
            add(UNKNOWN, STALE);
            assertThat(replies.anyBad()).isTrue();
            add(UP, YES);
            assertThat(replies.anyBad()).isFalse();
        }
    }

    /** haproxy keeps a weight too. */
    @Test
    void aSmallerWeightIsABadWord() {
        add(UP, new Healthy("slow", 50));
        assertThat(replies.anyBad()).isTrue();
        add(UP, YES);
        assertThat(replies.anyBad()).isFalse();
    }

    @Test
    void whoHasNotAskedForLongestIsForgotten() {
        add(UP, YES);
        for (int i = 0; i < 3 * LastReplies.MAX_ENTRIES; i++) {
            replies.add("2001:db8::" + i + " local", "of A", UP, YES, now);
            assertThat(known()).as("it asks between them").isTrue();
        }
        assertThat(replies.hasVerdict("2001:db8::0 local", "of A")).isFalse();
        for (int i = 0; i < LastReplies.MAX_ENTRIES; i++) {
            replies.add("2001:db8::" + i + " local", "of A", UP, YES, now);
        }
        assertThat(known()).isFalse();
    }

    @Test
    void allIsWellOnceNobodyCanHaveMissedIt() {
        assertThat(isWell(0)).as("nothing was said").isFalse();
        add(UP, YES);
        assertThat(isWell(0)).as("haproxy begins so").isTrue();
        for (AgentReply bad : List.of(DOWN, DRAIN, MAINT)) {
            now = 1;
            add(bad, REFUSED);
            now = 2;
            add(UP, YES);
            assertThat(isWell(DELAY)).isFalse();
            assertThat(isWell(DELAY + 1)).isTrue();
            add(UNKNOWN, STALE);
            assertThat(isWell(DELAY + 1)).isTrue();
        }
        assertThat(replies.isWell("192.0.2.11 local", "of B", DELAY + 1)).isFalse();
    }

    private boolean isWell(long nanos) {
        return replies.isWell("192.0.2.11 local", "of A", nanos);
    }

    private void add(AgentReply reply, Health answer) {
        replies.add("192.0.2.11 local", "of A", reply, answer, now);
    }

    private boolean known() {
        return replies.hasVerdict("192.0.2.11 local", "of A");
    }
}
