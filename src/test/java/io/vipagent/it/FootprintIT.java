package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the start and a reload have mapped of the program's file is not kept. */
class FootprintIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Of the file, without what may be written to and what the linker wrote to, in KiB. */
    private record Mapped(long size, long resident) {}

    /** The next probe is far away: each maps what it needs again, also in the very moment of the release. */
    @Test
    void aSettledAgentHasReleasedItsOwnFile(@TempDir Path directory) {
        TestCa ca = TestCa.ec("kubernetes");
        try (FakeApiServer apiserver = FakeApiServer.start(ca);
                AgentProcess agent =
                        AgentProcess.start(AgentYaml.in(directory, ca).local(apiserver, "interval: 30s"))) {
            agent.awaitGranted();
            awaitAtMost(mapped(agent).size() / 2, agent);
            agent.hangUp();
            agent.awaitLogLines("the configuration was read again", 1);
            awaitAtMost(mapped(agent).resident() / 2, agent);
            agent.awaitGranted();
            assertThat(agent.check("--source", "agent").exitCode()).isZero();
        }
    }

    private static void awaitAtMost(long resident, AgentProcess agent) {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(mapped(agent).resident()).isLessThanOrEqualTo(resident));
    }

    private static Mapped mapped(AgentProcess agent) {
        Path process = Path.of("/proc", Long.toString(agent.process().pid()));
        try {
            String file = Files.readSymbolicLink(process.resolve("exe")).toString();
            long size = 0;
            long resident = 0;
            boolean counts = false;
            for (String line : Files.readAllLines(process.resolve("smaps"))) {
                if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                    counts = line.endsWith(file) && line.contains(" r-");
                } else if (counts && line.startsWith("Size:")) {
                    size += kibibytes(line);
                } else if (counts && line.startsWith("Rss:")) {
                    resident += kibibytes(line);
                } else if (counts && line.startsWith("Anonymous:")) {
                    resident -= kibibytes(line);
                }
            }
            assertThat(size).isPositive();
            return new Mapped(size, resident);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long kibibytes(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }
}
