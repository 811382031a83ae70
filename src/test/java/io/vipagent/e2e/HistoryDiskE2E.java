package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.lab.AgentProgram;
import io.vipagent.lab.Daemon;
import io.vipagent.lab.Netns;
import io.vipagent.lab.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The history of a real agent on a disk of six pages that fills up: events are lost, never a verdict. */
@Tag("side-by-side")
@Timeout(120)
class HistoryDiskE2E {
    private static final int PAGE = 4096;
    private static final String ADDRESS = "127.78.13.7";

    @AutoClose
    private final FakeApiServer apiserver;

    private final TestCa ca = TestCa.ec("kubernetes");

    @TempDir
    private Path directory;

    private Path disk;
    private Path program;
    private Daemon agent;

    HistoryDiskE2E() {
        apiserver = FakeApiServer.start(ca);
    }

    @BeforeEach
    void start() throws IOException {
        disk = Files.createDirectory(directory.resolve("disk"));
        must("mount", "-t", "tmpfs", "-o", "size=" + 6 * PAGE, "tmpfs", disk.toString());
        ca.writeAllTo(directory);
        Path config = Files.writeString(directory.resolve("vip-agent.yaml"), """
                vip-agent:
                  targets:
                    local: {url: "%s", ca-file: "%s", interval: 100ms, rise: 1, fall: 2}
                  control: {socket: "%s"}
                  http: {listen: "%s:9706"}
                  agent-check: {listen: none}
                """.formatted(
                        apiserver.url("/readyz"), directory.resolve("ca.crt"), socket(), ADDRESS));
        program = AgentProgram.underTest().install(directory);
        agent = Daemon.start(
                "agent",
                Netns.HERE,
                directory.resolve("agent.log"),
                List.of(program.toString(), "run", "--config", config.toString()));
        await("it grants", () -> check() == 0);
    }

    @AfterEach
    void end() {
        agent.close();
        must("umount", disk.toString());
    }

    @Test
    void losesEventsAndNoVerdict() throws IOException {
        Path filler = disk.resolve("filler");
        Shell.run(List.of("dd", "if=/dev/zero", "of=" + filler, "bs=512", "status=none"));
        // What is left of the history's own page takes some more.
        await("it says that events are lost", () -> {
            turn();
            return complaints() == 1;
        });
        turn();
        assertThat(complaints()).as("one line, however many events").isEqualTo(1);

        Files.delete(filler);
        turn();
        await("the history goes on", () -> history().contains("events could not be written"));
        assertThat(complaints()).isEqualTo(1);
        assertThat(agent.alive()).isTrue();
    }

    /** A verdict there and back, each known at once. */
    private void turn() {
        apiserver.become(Behaviour.ERROR_500);
        await("it denies", () -> check() == 16);
        apiserver.become(Behaviour.OK);
        await("it grants", () -> check() == 0);
    }

    private int check() {
        return Shell.run(List.of(program.toString(), "check", "--source", "agent", "--socket", socket().toString()))
                .exitCode();
    }

    private String history() {
        return Shell.run(List.of(program.toString(), "history", "--socket", socket().toString()))
                .out();
    }

    private int complaints() {
        return agent.log().text().split("the history cannot be written", -1).length - 1;
    }

    private void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what + "; " + agent.log().text())
                .atMost(Duration.ofSeconds(45))
                .until(condition);
    }

    private static void must(String... command) {
        Shell.Result result = Shell.run(List.of(command));
        assertThat(result.exitCode()).as(result.said()).isZero();
    }

    private Path socket() {
        return disk.resolve("agent.sock");
    }
}
