package io.vipagent.core.health;

import static io.vipagent.core.health.Reason.AGENT_ERROR;
import static io.vipagent.core.health.Reason.CONNECT_REFUSED;
import static io.vipagent.core.health.Reason.MAINTENANCE;
import static io.vipagent.core.health.Reason.SERVER_ERROR;
import static io.vipagent.core.health.Reason.STALE;
import static io.vipagent.core.health.Reason.STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Decision.Bootstrapping;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Decision.Held;
import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** May this node hold the virtual IP, and when is one decision another. */
class DecisionTest {
    private static final Decision GRANTED = new Granted();
    private static final Decision HELD = new Held(CONNECT_REFUSED, "local: nobody listens there");
    private static final Decision BOOTSTRAP = new Bootstrapping(CONNECT_REFUSED, "local: nobody listens there");
    private static final Decision DENIED = new Denied(CONNECT_REFUSED, "local: nobody listens there");

    @Test
    void saysWhatItIs() {
        assertThat(List.of(GRANTED, HELD, BOOTSTRAP, DENIED))
                .extracting(Decision::label)
                .containsExactly("granted", "held", "bootstrap", "denied");
        assertThat(List.of(GRANTED, HELD, BOOTSTRAP, DENIED))
                .extracting(Decision::mayHoldVip)
                .containsExactly(true, true, true, false);
        assertThat(GRANTED.answer()).isEqualTo(new Healthy("may hold the VIP"));
        assertThat(HELD.answer())
                .isEqualTo(
                        new Healthy(
                                "holds on, no other apiserver is known to be better: CONNECT_REFUSED local: nobody listens there"));
        assertThat(BOOTSTRAP.answer())
                .isEqualTo(new Healthy("waits for the first apiserver of a new cluster: CONNECT_REFUSED local: nobody"
                        + " listens there"));
        assertThat(DENIED.answer()).isEqualTo(new Unhealthy(CONNECT_REFUSED, "local: nobody listens there"));
    }

    @Test
    void isDeniedBeforeAnythingIsKnown() {
        assertThat(Decision.undecided()).isEqualTo(new Denied(STARTING, "nothing is known yet"));
    }

    @Test
    void differsByItsKind() {
        List<Decision> kinds = List.of(GRANTED, HELD, BOOTSTRAP, DENIED);
        for (Decision one : kinds) {
            for (Decision other : kinds) {
                assertThat(one.sameKind(other)).as("%s and %s", one, other).isEqualTo(one.equals(other));
            }
        }
    }

    @Test
    void isTheSameWhateverWayTheTargetFails() {
        assertThat(DENIED.sameKind(new Denied(SERVER_ERROR, "local: status 500")))
                .isTrue();
        assertThat(HELD.sameKind(new Held(SERVER_ERROR, "local: status 500"))).isTrue();
    }

    /** These say nothing of a target: to begin or cease to know, or to be drained, is news. */
    @ParameterizedTest
    @EnumSource
    void isAnotherWhereTheReasonIsOurOwn(Reason reason) {
        boolean own = Set.of(STARTING, STALE, MAINTENANCE, AGENT_ERROR).contains(reason);
        Decision other = new Denied(reason, "why");
        assertThat(DENIED.sameKind(other)).isEqualTo(!own);
        assertThat(other.sameKind(DENIED)).isEqualTo(!own);
        assertThat(other.sameKind(new Denied(reason, "why, in other words"))).isTrue();
    }

    @Test
    void tellsOwnReasonsApart() {
        assertThat(new Denied(STALE, "").sameKind(new Denied(STARTING, ""))).isFalse();
        assertThat(new Denied(STALE, "").sameKind(new Denied(MAINTENANCE, ""))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void isUnknownWhereTheAgentDoesNotKnow(Reason reason) {
        assertThat(new Denied(reason, "why").isUnknown())
                .isEqualTo(Set.of(STARTING, STALE, AGENT_ERROR).contains(reason));
        assertThat(new Held(reason, "why").isUnknown()).isFalse();
        assertThat(GRANTED.isUnknown()).isFalse();
    }

    @Test
    void whatIsUnknownLeavesTheLastKnownDecisionInForce() {
        Decision held = new Held(SERVER_ERROR, "why");
        assertThat(new Denied(STALE, "").orKnown(held)).isEqualTo(held);
        assertThat(new Denied(STARTING, "").orKnown(GRANTED)).isEqualTo(GRANTED);
        assertThat(new Denied(MAINTENANCE, "").orKnown(GRANTED)).isEqualTo(new Denied(MAINTENANCE, ""));
        assertThat(GRANTED.orKnown(held)).isEqualTo(GRANTED);
    }
}
