package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.protocol.Request;
import io.vipagent.core.text.Durations;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
    @Test
    void knowsTheDeadlineOfCheck() {
        String timeout = Cli.commandLine()
                .getSubcommands()
                .get("check")
                .getCommandSpec()
                .findOption("--timeout")
                .defaultValue();
        assertThat(Durations.parse(timeout)).contains(Request.CHECK_TIMEOUT);
    }
}
