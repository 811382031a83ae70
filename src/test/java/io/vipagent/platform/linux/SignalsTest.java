package io.vipagent.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reload that is asked for is done, soon or later, and thousands of wishes are few reloads. */
class SignalsTest {
    private final Signals signals = new Signals();
    private final List<String> done = new ArrayList<>();

    @Test
    void remembersThoseThatCameTooEarly() {
        signals.hangUp();
        signals.hangUp();
        assertThat(done).isEmpty();
        signals.does(() -> done.add("reload"));
        assertThat(done).containsExactly("reload");
        signals.hangUp();
        assertThat(done).hasSize(2);
    }

    @Test
    void makesOneOfThoseThatComeMeanwhile() {
        signals.does(() -> {
            done.add("reload");
            if (done.size() == 1) {
                for (int i = 0; i < 5000; i++) {
                    signals.hangUp();
                }
            }
        });
        signals.hangUp();
        assertThat(done)
                .as("one for the first, one for all that came meanwhile")
                .hasSize(2);
    }

    @Test
    void goesOnAfterADefect() {
        signals.does(() -> {
            done.add("reload");
            throw new IllegalStateException("a defect");
        });
        assertThatThrownBy(signals::hangUp).hasMessage("a defect");
        assertThatThrownBy(signals::hangUp).hasMessage("a defect");
        assertThat(done).hasSize(2);
    }
}
