package io.vipagent.core.vip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long a fact has been so. */
class SinceTest {
    @Test
    void lastsWhileTheFactStaysTheSame() {
        Since<String> here = new Since<>("here", 5);
        assertThat(here.next("here", 9)).isEqualTo(here);
    }

    @Test
    void beginsAgainWithAnotherFact() {
        assertThat(new Since<>("here", 5).next("away", 9)).isEqualTo(new Since<>("away", 9));
    }
}
