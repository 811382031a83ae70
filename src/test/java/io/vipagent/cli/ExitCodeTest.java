package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.health.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The codes that are no reason's own, and the table from exception to code. */
class ExitCodeTest {
    @Test
    void keepsItsNumbers() {
        assertThat(Arrays.stream(ExitCode.values()).collect(Collectors.toMap(ExitCode::name, ExitCode::code)))
                .isEqualTo(
                        Map.of("OK", 0, "UNHEALTHY", 1, "ERRORS", 2, "USAGE", 64, "DEFECT", 70, "CONFIGURATION", 78));
    }

    /** Else keepalived's log would say one thing for two. */
    @Test
    void sharesNoNumberWithAReason() {
        assertThat(IntStream.concat(
                        Arrays.stream(ExitCode.values()).mapToInt(ExitCode::code),
                        Arrays.stream(Reason.values()).mapToInt(Reason::exitCode)))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource
    void ofAnException(Map.Entry<Throwable, Integer> row) {
        assertThat(ExitCode.of(row.getKey())).isEqualTo(row.getValue());
    }

    static List<Map.Entry<Throwable, Integer>> ofAnException() {
        return List.of(
                Map.entry(new InvalidConfiguration("vip-agent.yaml", List.of("a problem")), 78),
                Map.entry(new OutOfMemoryError(), 24),
                Map.entry(new IllegalStateException(), 70),
                Map.entry(new UncheckedIOException(new IOException()), 70),
                Map.entry(new StackOverflowError(), 70),
                Map.entry(new Exception(), 70));
    }
}
