package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long each phase took; what was not completed has no value. */
class PhasesTest {
    private static final Phases TWO = Phases.of(Map.of(Phase.TOTAL, 9L, Phase.CONNECT, 0L));

    @Test
    void knowsCompletedPhasesAlone() {
        assertThat(TWO.nanos(Phase.TOTAL)).hasValue(9);
        assertThat(TWO.nanos(Phase.CONNECT)).hasValue(0);
        assertThat(TWO.nanos(Phase.TLS)).isEmpty();
        assertThat(Phases.NONE.nanos(Phase.TOTAL)).isEmpty();
    }

    @Test
    void listsThemInTheOrderInWhichTheyHappen() {
        List<String> seen = new ArrayList<>();
        TWO.forEach((phase, nanos) -> seen.add(phase + " " + nanos));
        assertThat(seen).containsExactly("CONNECT 0", "TOTAL 9");
        assertThat(TWO).hasToString("{CONNECT=0, TOTAL=9}");
    }

    @Test
    void keepsACopy() {
        Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
        nanos.put(Phase.TLS, 1L);
        Phases phases = Phases.of(nanos);
        nanos.put(Phase.TLS, 2L);
        assertThat(phases.nanos(Phase.TLS)).hasValue(1);
    }

    @Test
    void isNothingWhereNothingIsGiven() {
        assertThat(Phases.of(new HashMap<>())).isSameAs(Phases.NONE);
    }

    @Test
    void isEqualByValue() {
        assertThat(TWO)
                .isEqualTo(Phases.of(Map.of(Phase.CONNECT, 0L, Phase.TOTAL, 9L)))
                .hasSameHashCodeAs(Phases.of(Map.of(Phase.CONNECT, 0L, Phase.TOTAL, 9L)))
                .isNotEqualTo(Phases.NONE)
                .isNotEqualTo(Phases.of(Map.of(Phase.TOTAL, 9L)))
                .isNotEqualTo(Map.of(Phase.TOTAL, 9L, Phase.CONNECT, 0L));
        assertThat(TWO.hashCode()).isNotEqualTo(Phases.NONE.hashCode());
    }
}
