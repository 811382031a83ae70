package io.vipagent.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What the kernel says of this process, beside what the JDK says. */
class OwnProcessTest {
    @Test
    void agreesWithTheJdk() {
        double cpu =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
        assertThat(OwnProcess.cpuSeconds().orElseThrow())
                .isCloseTo(cpu, within(10.0))
                .isPositive();
        double age = (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1e3;
        assertThat(OwnProcess.ageSeconds().orElseThrow())
                .isCloseTo(age, within(10.0))
                .isPositive();
        assertThat(OwnProcess.threads().orElseThrow())
                .isGreaterThanOrEqualTo(ManagementFactory.getThreadMXBean().getThreadCount());
        assertThat(OwnProcess.residentBytes().orElseThrow())
                .isGreaterThan(10e6)
                .isLessThan(OwnProcess.virtualBytes().orElseThrow());
        assertThat(Descriptors.open()).isPositive().isLessThan(Descriptors.limit());
    }
}
