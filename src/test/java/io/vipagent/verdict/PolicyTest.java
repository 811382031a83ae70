package io.vipagent.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.check.Role;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which roles decide. What is seen through the VIP never does: on a backup node it is another node that answers. */
class PolicyTest {
    @Test
    void asksTheRolesThatItIsNamedAfter() {
        assertThat(asked(Policy.LOCAL)).containsExactly(Role.LOCAL);
        assertThat(asked(Policy.FRONTEND)).containsExactly(Role.FRONTEND);
        assertThat(asked(Policy.BOTH)).containsExactlyInAnyOrder(Role.LOCAL, Role.FRONTEND);
    }

    @Test
    void isCalledWhatTheConfigurationCallsIt() {
        assertThat(Policy.values()).extracting(Policy::label).containsExactly("local", "frontend", "both");
    }

    private static Set<Role> asked(Policy policy) {
        return Arrays.stream(Role.values()).filter(policy::asks).collect(Collectors.toSet());
    }
}
