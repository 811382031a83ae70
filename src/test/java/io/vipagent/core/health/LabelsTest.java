package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.target.TargetRole;
import org.junit.jupiter.api.Test;

/** The words in metrics, status and configuration: dashboards and files depend on them. */
class LabelsTest {
    @Test
    void keepTheirWords() {
        assertThat(Phase.values())
                .extracting(Phase::label)
                .containsExactly("resolve", "connect", "tls", "first_byte", "total");
        assertThat(TargetRole.values())
                .extracting(TargetRole::label)
                .containsExactly("local", "backend", "frontend", "vip");
    }
}
