package io.vipagent.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.history.EventKind;
import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.history.Story;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who held the virtual IP when, by one node's history. */
class HolderTimelineTest {
    private static final Instant START = Instant.parse("2026-01-02T03:00:00Z");

    @Test
    void nobodyIsKnownWithoutEvents() {
        assertThat(HolderTimeline.of(List.of())).isEmpty();
        assertThat(HolderTimeline.of(List.of(holders(0, "a", "none", "")))).isEmpty();
    }

    @Test
    void followsTheHolders() {
        assertThat(HolderTimeline.of(List.of(
                        holders(0, "a", "one", "cp1"),
                        holders(10, "a", "none", ""),
                        holders(11, "a", "several", "cp2,cp3"),
                        holders(15, "a", "one", "cp2"))))
                .containsExactly(stretch("cp1", 0, 10), stretch("cp2", 11, -1), stretch("cp3", 11, 15));
    }

    @Test
    void aNodeThatHoldsAnotherAddressStillHoldsOne() {
        assertThat(HolderTimeline.of(List.of(
                        holders(0, "a", "one", "cp1"),
                        holders(1, "b", "one", "cp1"),
                        holders(5, "a", "one", "cp2"),
                        holders(7, "b", "one", "cp2"))))
                .containsExactly(stretch("cp1", 0, 7), stretch("cp2", 5, -1));
    }

    @Test
    void whatTheNodeSeesOfItselfComesFirst() {
        assertThat(HolderTimeline.of(List.of(
                        address(0, Story.HERE),
                        holders(2, "a", "one", "cp1"),
                        address(9, Story.GONE),
                        holders(12, "a", "one", "cp2"))))
                .containsExactly(stretch("cp1", 0, 9), stretch("cp2", 12, -1));
    }

    /** Agents before this one wrote no names: what they wrote tells nothing, and is not taken for nobody. */
    @Test
    void eventsWithoutNamesTellNothing() {
        assertThat(HolderTimeline.of(List.of(
                        address(0, Story.HERE),
                        new HistoryEvent(START.plusSeconds(3), "cp1", EventKind.HOLDERS, "a", "one", "x"))))
                .containsExactly(stretch("cp1", 0, -1));
    }

    static HistoryEvent holders(int second, String vip, String state, String nodes) {
        return new HistoryEvent(
                START.plusSeconds(second),
                "cp1",
                EventKind.HOLDERS,
                vip,
                state,
                "cluster: " + state,
                Map.of(HolderTimeline.NODES, nodes));
    }

    private static HistoryEvent address(int second, String state) {
        return new HistoryEvent(START.plusSeconds(second), "cp1", EventKind.ADDRESS, "a", state, "a");
    }

    private static HolderTimeline stretch(String node, int from, int to) {
        return new HolderTimeline(
                node, START.plusSeconds(from), to < 0 ? Optional.empty() : Optional.of(START.plusSeconds(to)));
    }
}
