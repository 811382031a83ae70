package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Consecutive equal outcomes. */
class StreakTest {
    @Test
    void beginsWithNothing() {
        assertThat(Streak.NONE.length()).isZero();
        assertThat(Streak.NONE.passes()).isZero();
        assertThat(Streak.NONE.failures()).isZero();
    }

    @Test
    void countsWhatIsEqual() {
        Streak twoPasses = Streak.NONE.next(true).next(true);
        assertThat(twoPasses).isEqualTo(new Streak(true, 2));
        assertThat(twoPasses.passes()).isEqualTo(2);
        assertThat(twoPasses.failures()).isZero();

        Streak twoFailures = Streak.NONE.next(false).next(false);
        assertThat(twoFailures).isEqualTo(new Streak(false, 2));
        assertThat(twoFailures.failures()).isEqualTo(2);
        assertThat(twoFailures.passes()).isZero();
    }

    @Test
    void beginsAgainWithWhatDiffers() {
        assertThat(new Streak(true, 9).next(false)).isEqualTo(new Streak(false, 1));
        assertThat(new Streak(false, 9).next(true)).isEqualTo(new Streak(true, 1));
    }

    /** 2 147 483 647 probes at one a second are 68 years, but at the least interval it is a matter of principle. */
    @Test
    void staysAtTheLargestNumber() {
        Streak almost = new Streak(true, Integer.MAX_VALUE - 1);
        Streak most = new Streak(true, Integer.MAX_VALUE);
        assertThat(almost.next(true)).isEqualTo(most);
        assertThat(most.next(true)).isEqualTo(most);
        assertThat(most.next(false)).isEqualTo(new Streak(false, 1));
        assertThat(new Streak(false, Integer.MAX_VALUE).next(false)).isEqualTo(new Streak(false, Integer.MAX_VALUE));
    }
}
