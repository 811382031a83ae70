package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.target.TargetRole;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which roles decide. What is seen through the VIP never does: on a backup node it is another node that answers. */
class PolicyTest {
    @Test
    void asksTheRolesThatItIsNamedAfter() {
        assertThat(asked(Policy.LOCAL)).containsExactly(TargetRole.LOCAL);
        assertThat(asked(Policy.FRONTEND)).containsExactly(TargetRole.FRONTEND);
        assertThat(asked(Policy.BOTH)).containsExactlyInAnyOrder(TargetRole.LOCAL, TargetRole.FRONTEND);
    }

    @Test
    void isCalledWhatTheConfigurationCallsIt() {
        assertThat(Policy.values()).extracting(Policy::label).containsExactly("local", "frontend", "both");
    }

    private static Set<TargetRole> asked(Policy policy) {
        return Arrays.stream(TargetRole.values()).filter(policy::asks).collect(Collectors.toSet());
    }
}
