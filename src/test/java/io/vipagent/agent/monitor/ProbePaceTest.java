package io.vipagent.agent.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbePaceTest {
    private static final long SECOND = 1_000_000_000;

    private final ProbePace pace = new ProbePace(0);
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
        pace.follow(true, false);
        pace.onComparing(listener);
        assertThat(heard).containsExactly("compare true", "rest false");
        assertThat(pace.compares()).isTrue();
        heard.clear();
        pace.follow(true, false);
        assertThat(heard).isEmpty();
        pace.follow(false, true);
        assertThat(heard).containsExactly("compare false", "rest true");
    }

    /** What waits again and again says less each time, and a look costs every apiserver the same. */
    @Test
    void looksAtTheFirstWaitAndNotAtEachThatFollows() {
        pace.onComparing(listener);
        heard.clear();
        pace.waits(SECOND);
        pace.waits(SECOND + 1);
        assertThat(heard).containsExactly("look");
        pace.waits(20 * SECOND);
        assertThat(heard).containsExactly("look", "look");
    }
}
