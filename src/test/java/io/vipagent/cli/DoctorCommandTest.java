package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.protocol.Request;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
    @Test
    void knowsTheDeadlineOfCheck() {
        assertThat(Request.CHECK_TIMEOUT).isEqualTo(Check.DEFAULT_TIMEOUT);
    }
}
