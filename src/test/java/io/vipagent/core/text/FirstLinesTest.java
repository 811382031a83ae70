package io.vipagent.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Of many lines the first are shown, and none is lost without a word. */
class FirstLinesTest {
    @Test
    void keepsTheFirstAndCountsTheOthers() {
        assertThat(FirstLines.of(List.of(), 2)).isEmpty();
        assertThat(FirstLines.of(List.of("a", "b"), 2)).containsExactly("a", "b");
        assertThat(FirstLines.of(List.of("a", "b", "c", "d"), 2)).containsExactly("a", "b", "and 2 more");
    }

    @Test
    void keepsEachOnce() {
        assertThat(FirstLines.of(List.of("a", "a", "b", "a", "c", "b"), 2)).containsExactly("a", "b", "and 1 more");
    }

    @Test
    void saysWhenMoreAreOnlyCounted() {
        FirstLines lines = new FirstLines(1);
        assertThat(lines.isFull()).isFalse();
        lines.add("a");
        assertThat(lines.isFull()).isTrue();
    }
}
