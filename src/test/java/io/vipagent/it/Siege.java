package io.vipagent.it;

import static org.awaitility.Awaitility.await;

import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** An agent with one apiserver that is well, an attack on it, and somebody who asks it in every way all the while. */
final class Siege {
    /** After it everything is as before. */
    static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    /** How many more descriptors than before the attack are still as before: connections of those who ask. */
    private static final int SLACK = 8;

    private Siege() {}

    /**
     * What came of an attack.
     *
     * @param asked how many answers were asked for meanwhile
     * @param failed every wrong answer
     * @param late every answer that came after keepalived's timeout
     * @param peak the most of everything
     * @param recovered whether all was as before when the attacker had gone
     * @param log what the agent logged since the attack began
     * @param exitCode of the agent on SIGTERM
     */
    record Outcome(
            int asked,
            List<String> failed,
            List<String> late,
            ProcessPeak peak,
            boolean recovered,
            String log,
            int exitCode) {}

    /**
     * Attacks an agent of its own.
     *
     * @param directory empty; of the agent
     */
    static Outcome run(Attack attack, TestCa ca, Path directory) {
        AgentYaml yaml = AgentYaml.in(directory, ca);
        try (FakeApiServer apiserver = FakeApiServer.start(ca);
                FakeApiServer other = FakeApiServer.start(ca)) {
            attack.prepare(directory);
            yaml.local(apiserver).target("other", "backend", other.url("/readyz"), "timeout: 1s");
            try (AgentProcess agent = AgentProcess.startUnder(attack.under(), yaml.trackFile())) {
                agent.awaitGranted();
                agent.awaitTarget("other", "up");
                await().until(() -> Files.exists(directory.resolve("track")));
                return run(attack, new Scene(agent, other, directory));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome run(Attack attack, Scene scene) throws IOException {
        AgentProcess agent = scene.agent();
        int descriptors = ProcessPeak.now(agent.process()).descriptors();
        int logged = agent.logs().length();
        boolean recovered = true;
        try (Onlooker onlooker = Onlooker.of(agent, scene.directory().resolve("track"));
                ProcessPeak.Sampler sampler = new ProcessPeak.Sampler(agent.process())) {
            try (scene) {
                attack.on(scene);
            }
            try {
                await().atMost(RECOVERY_TIMEOUT)
                        .ignoreExceptions()
                        .until(() -> agent.http().get("/health").statusCode() == 200
                                && ProcessPeak.now(agent.process()).descriptors() <= descriptors + SLACK);
            } catch (ConditionTimeoutException e) {
                recovered = false;
            }
            onlooker.close();
            agent.terminate();
            int exitCode = agent.awaitExit(STOP_TIMEOUT);
            return new Outcome(
                    onlooker.asked(),
                    onlooker.failed(),
                    onlooker.late(),
                    sampler.peak(),
                    recovered,
                    agent.logs().substring(logged),
                    exitCode);
        }
    }

    /** What an attack works with. Its clients go when it is over. */
    static final class Scene implements AutoCloseable {
        private final AgentProcess agent;
        private final FakeApiServer other;
        private final Path directory;
        private final Deque<Crowd> crowds = new ArrayDeque<>();

        Scene(AgentProcess agent, FakeApiServer other, Path directory) {
            this.agent = agent;
            this.other = other;
            this.directory = directory;
        }

        AgentProcess agent() {
            return agent;
        }

        /** The apiserver of another node, that may do whatever it likes. */
        FakeApiServer other() {
            return other;
        }

        Path directory() {
            return directory;
        }

        /** Clients of the HTTP port. */
        Crowd http() {
            return keep(new Crowd(agent.address(), AgentYaml.HTTP_PORT));
        }

        /** Clients of the agent-check port. */
        Crowd agentCheck() {
            return keep(new Crowd(agent.address(), AgentYaml.AGENT_CHECK_PORT));
        }

        /** Clients of the control socket. */
        Crowd control() {
            return keep(new Crowd(agent.socket()));
        }

        /** Goes on for so long. */
        void lasting(Duration duration) {
            try {
                boolean _ = new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            while (!crowds.isEmpty()) {
                crowds.pop().close();
            }
        }

        private Crowd keep(Crowd crowd) {
            crowds.push(crowd);
            return crowd;
        }
    }
}
