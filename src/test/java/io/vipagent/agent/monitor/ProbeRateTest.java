package io.vipagent.agent.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeRateTest {
    private static final long SECOND = 1_000_000_000;

    private final ProbeRate rate = new ProbeRate(0);
    private final List<String> heard = new ArrayList<>();

    private final Comparing listener = new Comparing() {
        @Override
        public void compare(boolean now) {
            heard.add("compare " + now);
        }

        @Override
        public void rest(boolean now) {
            heard.add("rest " + now);
        }

        @Override
        public void look() {
            heard.add("look");
        }
    };

    @Test
    void tellsAListenerHowItIsAndThenEachChangeOnce() {
        rate.follow(true, false);
        rate.onComparing(listener);
        assertThat(heard).containsExactly("compare true", "rest false");
        assertThat(rate.compares()).isTrue();
        heard.clear();
        rate.follow(true, false);
        assertThat(heard).isEmpty();
        rate.follow(false, true);
        assertThat(heard).containsExactly("compare false", "rest true");
    }

    /** What waits again and again says less each time, and a look costs every apiserver the same. */
    @Test
    void looksAtTheFirstWaitAndNotAtEachThatFollows() {
        rate.onComparing(listener);
        heard.clear();
        rate.waits(SECOND);
        rate.waits(SECOND + 1);
        assertThat(heard).containsExactly("look");
        rate.waits(20 * SECOND);
        assertThat(heard).containsExactly("look", "look");
    }
}
