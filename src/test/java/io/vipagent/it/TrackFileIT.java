package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The file that keepalived follows says what was decided, and is left alone while nothing is. */
@TestInstance(Lifecycle.PER_CLASS)
class TrackFileIT {
    private final TestCa ca = TestCa.ec("kubernetes");
    private final Path directory;
    private final Path track;

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @AutoClose
    private final AgentProcess agent;

    TrackFileIT(@TempDir Path directory) throws IOException {
        this.directory = Files.createDirectory(directory.resolve("run"));
        this.track = this.directory.resolve("track");
        this.agent = AgentProcess.start(
                AgentYaml.in(directory, ca).local(apiserver, "fall: 20").section("keepalived", "track-file: " + track));
    }

    @Test
    void followsTheDecision() {
        isOne();
        apiserver.become(Behaviour.ERROR_500);
        isGone();
        apiserver.become(Behaviour.OK);
        isOne();
        agent.ask("drain");
        assertThat(track).doesNotExist();
        agent.ask("resume");
        assertThat(track).hasContent("1\n");
    }

    /** A restart moves nothing: neither the end of an agent nor a start before the first decision touches the file. */
    @Test
    void isLeftAloneByEveryEndAndUntilTheFirstDecision() throws IOException {
        isOne();
        Object before = stamp();
        agent.terminate();
        agent.awaitExit(Program.TIMEOUT);
        assertThat(stamp()).isEqualTo(before);

        apiserver.become(Behaviour.ERROR_500);
        agent.startAgain();
        await().atMost(Program.TIMEOUT).until(() -> agent.target("local").getInteger("consecutiveFailures") >= 3);
        assertThat(agent.target("local").getString("state")).isEqualTo("starting");
        assertThat(stamp()).isEqualTo(before);
        agent.kill();
        assertThat(stamp()).isEqualTo(before);

        agent.startAgain();
        isGone();
        apiserver.become(Behaviour.OK);
        isOne();
    }

    @Test
    void isBroughtUpToDateOnceItCanBeWrittenAgain() throws IOException {
        isOne();
        Path away = directory.resolveSibling("away");
        Files.move(directory, away);
        agent.ask("drain");
        agent.ask("resume");
        assertThat(agent.scrape().value("vip_agent_track_file_failed")).isEqualTo(1);
        assertThat(agent.logLines("cannot update the track file")).hasSize(1);

        Files.delete(away.resolve("track"));
        Files.move(away, directory);
        isOne();
        agent.awaitValue(0, "vip_agent_track_file_failed");
    }

    private void isOne() {
        await().atMost(Program.TIMEOUT)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(track).exists().hasContent("1\n"));
    }

    private void isGone() {
        await().atMost(Program.TIMEOUT)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(track).doesNotExist());
    }

    /** Changes with every write, of whatever content. */
    private Object stamp() throws IOException {
        return Files.readAttributes(track, "unix:ino,lastModifiedTime");
    }
}
