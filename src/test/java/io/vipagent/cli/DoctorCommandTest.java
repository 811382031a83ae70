package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.doctor.Doctor;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
    @Test
    void knowsTheDeadlineOfCheck() {
        assertThat(Doctor.CHECK_DEADLINE).isEqualTo(Check.DEFAULT_TIMEOUT);
    }
}
