package io.vipagent.core.vip;

import static io.vipagent.core.vip.VrrpState.BACKUP;
import static io.vipagent.core.vip.VrrpState.DELETED;
import static io.vipagent.core.vip.VrrpState.FAULT;
import static io.vipagent.core.vip.VrrpState.MASTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What was heard of VRRP. */
class VrrpBoardTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<String> heard = new ArrayList<>();
    private final VrrpBoard board = new VrrpBoard(
            (before, after) -> heard.add(
                    after.name() + " " + before.map(old -> old.state() + " ").orElse("") + after.state()),
            Long.MAX_VALUE);

    @Test
    void knowsNothingAtFirst() {
        assertThat(board.view()).isEqualTo(new VrrpView(List.of(), new Since<>(false, Long.MAX_VALUE)));
        assertThat(board.view().heard()).isFalse();
    }

    @Test
    void knowsTheLastWordOfEachInstanceInTheOrderOfNames() {
        hear("b", BACKUP, 99, 1);
        hear("a", MASTER, 100, 2);
        hear("b", FAULT, 98, 3);
        assertThat(board.view().instances())
                .containsExactly(instance("a", MASTER, 2, 100, 0), instance("b", FAULT, 3, 98, 1));
        assertThat(board.view().heard()).isTrue();
        assertThat(heard).containsExactly("b BACKUP", "a MASTER", "b BACKUP FAULT");
    }

    @Test
    void theSameStateAgainIsNoTransition() {
        hear("a", MASTER, 100, 1);
        hear("a", MASTER, 120, 2);
        assertThat(board.view().instances()).containsExactly(instance("a", MASTER, 1, 120, 0));
        assertThat(heard).containsExactly("a MASTER");
    }

    @Test
    void aPriorityMayChangeWithinAState() {
        board.hearPriority("a", 90, 1);
        assertThat(board.view().instances()).isEmpty();
        hear("a", BACKUP, 100, 2);
        board.hearPriority("a", 80, 1);
        assertThat(board.view().instances()).containsExactly(instance("a", BACKUP, 2, 100, 0));
        board.hearPriority("a", 90, 3);
        assertThat(board.view().instances()).containsExactly(instance("a", BACKUP, 2, 90, 0));
        hear("a", MASTER, 100, 2);
        assertThat(board.view().instances()).containsExactly(instance("a", BACKUP, 2, 90, 0));
        assertThat(heard).containsExactly("a BACKUP");
    }

    @Test
    void anOlderWordThatComesLateDoesNotCount() {
        hear("a", BACKUP, 100, 5);
        assertThat(hear("a", MASTER, 100, 4)).isTrue();
        assertThat(board.view().instances()).containsExactly(instance("a", BACKUP, 5, 100, 0));
        hear("a", MASTER, 100, 5);
        assertThat(board.view().instances()).containsExactly(instance("a", MASTER, 5, 100, 1));
    }

    /** Also a word that changed nothing says that all before it is past. */
    @Test
    void isOlderThanAWordThatChangedNothing() {
        hear("a", BACKUP, 100, 1);
        hear("a", BACKUP, 100, 9);
        hear("a", MASTER, 100, 5);
        assertThat(board.view().instances()).containsExactly(instance("a", BACKUP, 1, 100, 0));
    }

    @Test
    void readingsOfTheMonotonicClockMayOverflow() {
        hear("a", BACKUP, 1, Long.MAX_VALUE);
        hear("a", MASTER, 1, Long.MIN_VALUE);
        assertThat(board.view().instances().getFirst().state()).isEqualTo(MASTER);
    }

    @Test
    void anyMasterMakesTheNodeOne() {
        hear("a", BACKUP, 1, 1);
        hear("b", MASTER, 1, 2);
        assertThat(board.view().master()).isEqualTo(new Since<>(true, 2));
        hear("a", MASTER, 1, 3);
        hear("b", FAULT, 1, 4);
        assertThat(board.view().master()).isEqualTo(new Since<>(true, 2));
        hear("a", BACKUP, 1, 5);
        hear("a", FAULT, 1, 6);
        assertThat(board.view().master()).isEqualTo(new Since<>(false, 5));
    }

    @Test
    void hasRoomForSoMany() {
        fill();
        assertThat(hear("one too many", MASTER, 1, 1)).isFalse();
        assertThat(hear("one too many", MASTER, 1, 1)).isFalse();
        assertThat(board.view().instances()).hasSize(VrrpBoard.MAX_INSTANCES);
        assertThat(board.view().master().value()).isFalse();
        assertThat(heard).hasSize(VrrpBoard.MAX_INSTANCES);
        assertThat(hear("n7", MASTER, 1, 1)).as("a known one").isTrue();
    }

    @Test
    void whatIsDeletedMakesRoom() {
        fill();
        hear("n7", DELETED, 1, 1);
        assertThat(board.view().instances()).hasSize(VrrpBoard.MAX_INSTANCES);
        assertThat(hear("new", MASTER, 1, 1)).isTrue();
        assertThat(board.view().instances())
                .hasSize(VrrpBoard.MAX_INSTANCES)
                .extracting(VrrpInstanceState::name)
                .contains("new")
                .doesNotContain("n7");
    }

    @Test
    void aViewStaysAsItIs() {
        hear("a", MASTER, 1, 1);
        VrrpView view = board.view();
        hear("a", BACKUP, 1, 2);
        assertThat(view.instances()).containsExactly(instance("a", MASTER, 1, 1, 0));
    }

    private void fill() {
        for (int i = 0; i < VrrpBoard.MAX_INSTANCES; i++) {
            assertThat(hear("n" + i, BACKUP, 1, 0)).isTrue();
        }
    }

    private boolean hear(String name, VrrpState state, int priority, long at) {
        return board.hear(name, state, priority, START.plusNanos(at), at);
    }

    private static VrrpInstanceState instance(String name, VrrpState state, long at, int priority, long transitions) {
        return new VrrpInstanceState(name, state, START.plusNanos(at), at, OptionalInt.of(priority), transitions);
    }
}
