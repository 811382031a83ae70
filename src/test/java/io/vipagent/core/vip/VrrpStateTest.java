package io.vipagent.core.vip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** keepalived's words. */
class VrrpStateTest {
    @Test
    void isReadFromItsOwnWord() {
        assertThat(VrrpState.values())
                .allSatisfy(state -> assertThat(VrrpState.parse(state.name())).contains(state));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "master", "MASTER ", "MASTER_RX_LOWER_PRI", "{UNKNOWN}", "2"})
    void isNoneOfOtherWords(String word) {
        assertThat(VrrpState.parse(word)).isEmpty();
    }

    @Test
    void hasALabel() {
        assertThat(Arrays.stream(VrrpState.values()).map(VrrpState::label))
                .containsExactly("init", "backup", "master", "fault", "stop", "deleted");
    }

    @Test
    void soHaveConditionsAndFindings() {
        assertThat(Arrays.stream(KeepalivedState.values()).map(KeepalivedState::label))
                .containsExactly("alive", "frozen", "gone", "unknown");
        assertThat(Arrays.stream(VipInconsistency.values()).map(VipInconsistency::label))
                .containsExactly(
                        "consistent",
                        "master_without_address",
                        "address_without_master",
                        "address_despite_denial",
                        "address_without_keepalived");
    }
}
