package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.core.health.Reason;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.it.Program.Result;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stuck log, signals, strange files and strange words do not hurt the agent, nor those who ask it. */
class HostileSurroundingsIT {
    /**
     * As programs may send them; keepalived asks for its JSON by one, and a shell's {@code kill -RTMIN} is 34. A JVM's
     * own library keeps the first three.
     */
    private static final int FIRST_REAL_TIME = Program.runtime().equals("native") ? 32 : 35;

    private static final int LAST_REAL_TIME = 64;

    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @TempDir
    private Path directory;

    @Test
    void aLogThatNobodyReadsHoldsNothingUp() throws Exception {
        // There it may come with kubeadm join.
        Path missing = Path.of("/etc/kubernetes/pki/of-no-node.pem");
        AgentYaml yaml = AgentYaml.in(directory, ca)
                .local(apiserver)
                .trackFile()
                // Of which it has something to say while Quarkus starts.
                .section("http", "tls: {cert-file: " + missing + ", key-file: " + missing + "}");
        ProcessBuilder run = Program.builder();
        // The pipe is full before the agent writes its first line.
        List<String> words = new ArrayList<>(List.of("sh", "-c", "head -c 65536 /dev/zero >&2; exec \"$@\"", "sh"));
        words.addAll(run.command());
        try (AgentOutputs outputs = new AgentOutputs(yaml)) {
            words.addAll(List.of("run", "--config", outputs.config().toString()));
            Process agent = run.command(words).start();
            try {
                Path track = directory.resolve("track");
                await().atMost(Program.TIMEOUT).until(() -> Files.exists(track));
                assertThat(outputs.check().exitCode()).isZero();
                apiserver.become(Behaviour.ERROR_500);
                await().atMost(Program.TIMEOUT).until(() -> !Files.exists(track));
                assertThat(outputs.command("check", "--source", "agent").exitCode())
                        .isEqualTo(Reason.SERVER_ERROR.exitCode());
                apiserver.become(Behaviour.OK);
                await().atMost(Program.TIMEOUT).until(() -> Files.exists(track));
                assertThat(outputs.command("drain", "a log that nobody reads").exitCode())
                        .isZero();
                assertThat(track).doesNotExist();
                assertThat(outputs.command("resume").exitCode()).isZero();
                agent.destroy();
                assertThat(agent.waitFor(Program.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                        .as("SIGTERM ends it")
                        .isTrue();
            } finally {
                agent.destroyForcibly();
            }
        }
    }

    @Test
    void signalsOfOthersDoNotEndIt() {
        try (AgentProcess agent = AgentProcess.start(AgentYaml.in(directory, ca).local(apiserver))) {
            agent.awaitGranted();
            for (String signal : List.of("USR1", "USR2", "ALRM", "PIPE", "VTALRM", "PROF", "WINCH", "CHLD")) {
                // The JVM has its own use for this one.
                if (!signal.equals("USR2") || Program.runtime().equals("native")) {
                    Program.signal(agent.process(), signal);
                }
            }
            for (String signal : List.of("STKFLT", "XCPU", "TTIN", "TTOU", "TSTP")) {
                Program.signal(agent.process(), signal);
            }
            for (int signal = FIRST_REAL_TIME; signal <= LAST_REAL_TIME; signal++) {
                Program.signal(agent.process(), Integer.toString(signal));
            }
            for (int i = 0; i < 200; i++) {
                agent.hangUp();
            }
            assertThat(agent.check().exitCode()).isZero();
            agent.awaitGranted();
            assertThat(agent.process().isAlive()).isTrue();
        }
    }

    /** Quarkus' own settings are no settings of the agent: not those of its directory, nor those of its environment. */
    @Test
    void filesOfTheDirectoryInWhichItIsStartedAreNotRead() throws IOException {
        Path workingDirectory = Files.createDirectory(directory.resolve("cwd"));
        Files.writeString(
                workingDirectory.resolve(".env"), "QUARKUS_SCHEDULER_ENABLED=false\nQUARKUS_LOG_CONSOLE_FORMAT=env\n");
        Files.writeString(
                Files.createDirectory(workingDirectory.resolve("config")).resolve("application.properties"),
                "quarkus.scheduler.enabled=false\nquarkus.http.http2=true\nquarkus.log.console.format=file\n");
        List<String> under = List.of(
                "env", "-C", workingDirectory.toString(), "QUARKUS_HTTP_HTTP2=true", "QUARKUS_SCHEDULER_ENABLED=false");
        try (AgentProcess agent = AgentProcess.startUnder(
                under, AgentYaml.in(directory, ca).local(apiserver).trackFile())) {
            agent.awaitGranted();
            Path track = directory.resolve("track");
            await().atMost(Program.TIMEOUT).until(() -> Files.exists(track));
            Files.delete(track);
            await("housekeeping").atMost(Program.TIMEOUT).until(() -> Files.exists(track));
            try (Socket client = RawClients.connect(agent.address(), AgentYaml.HTTP_PORT)) {
                client.getOutputStream().write(Attack.Requests.UPGRADE.getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
            }
            assertThat(agent.logs()).contains(" INFO ");
            assertThat(agent.logLines("Unrecognized configuration file "))
                    .as("one line says that it is there")
                    .hasSize(1);
        }
    }

    @Test
    void aSecondAgentIsRefusedByWhateverItShares() throws IOException {
        AgentYaml first = AgentYaml.in(directory, ca).local(apiserver).trackFile();
        Path other = Files.createDirectory(directory.resolve("other"));
        Path config = AgentYaml.in(other, ca)
                .local(apiserver)
                .section("keepalived", "track-file: " + directory.resolve("track"))
                .write("vip-agent.yaml");
        try (AgentProcess agent = AgentProcess.start(first)) {
            Result second = Program.run("run", "--config", config.toString());
            assertThat(second.exitCode()).as(second.toString()).isEqualTo(78);
            assertThat(second.err()).contains("another agent writes " + directory.resolve("track"));

            agent.awaitGranted();
            agent.freeze();
            List<SocketChannel> waiting = new ArrayList<>();
            try {
                fill(agent.socket(), waiting);
                // The queue of the socket is full of clients that a stopped agent does not serve.
                Result third = Program.run("run", "--config", agent.config().toString());
                assertThat(third.exitCode()).as(third.toString()).isEqualTo(78);
                assertThat(third.err()).contains("another agent answers on ");
                Result check = agent.command("check", "--timeout", "30s");
                assertThat(check.exitCode()).as(check.toString()).isZero();
            } finally {
                agent.thaw();
                for (SocketChannel channel : waiting) {
                    channel.close();
                }
            }
            assertThat(agent.check().exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void strangeFilesHoldNothingUp(StrangeFile kind) throws IOException {
        AgentYaml yaml = AgentYaml.in(directory, ca).local(apiserver);
        Path strange = kind.put(directory.resolve("strange"));
        try (AgentOutputs nobody = new AgentOutputs(yaml)) {
            refused(78, Program.run("config", "--config", strange.toString()));
            refused(78, Program.run("run", "--config", strange.toString()));
            refused(78, Program.run("check", "--socket", "/nonexistent", "--config", strange.toString()));
            Result probe = Program.run("probe", apiserver.url("/readyz"), "--ca-file", strange.toString());
            refused(78, probe);
            if (kind != StrangeFile.DIRECTORY) {
                refused(78, Program.run("init", "--from", strange.toString()));
            }
            // A file beside others that are well: an include, a script, a token, a key.
            Path keepalived = Files.writeString(
                    directory.resolve("keepalived.conf"),
                    "include " + strange + "\nvrrp_script chk {\n  script \"" + strange + "\"\n}\n");
            Result included = Program.run(
                    "doctor",
                    "--keepalived",
                    keepalived.toString(),
                    "--haproxy",
                    strange.toString(),
                    "--listen",
                    "0",
                    "--socket",
                    "/nonexistent");
            assertThat(included.exitCode()).as(included.toString()).isEqualTo(78);
            Path withToken = AgentYaml.in(Files.createDirectory(directory.resolve("with-token")), ca)
                    .local(apiserver, "token-file: " + strange)
                    .write("vip-agent.yaml");
            refused(78, Program.run("run", "--config", withToken.toString()));
            refused(78, Program.run("check", "--socket", "/nonexistent", "--config", withToken.toString()));
            kind.put(directory.resolve("history"));
            kind.put(directory.resolve("history.old"));
            assertThat(Program.run("history", "--socket", yaml.socket().toString())
                            .exitCode())
                    .isNotEqualTo(70);
            Result doctor = Program.run(
                    "doctor",
                    "--keepalived",
                    strange.toString(),
                    "--haproxy",
                    strange.toString(),
                    "--config",
                    strange.toString(),
                    "--listen",
                    "0",
                    "--socket",
                    "/nonexistent");
            refused(78, doctor);
            kind.put(directory.resolve("maintenance"));
            Result drained = nobody.command("check", "--timeout", "30s");
            assertThat(drained.exitCode()).as(drained.toString()).isEqualTo(Reason.MAINTENANCE.exitCode());
        }
    }

    /**
     * Below it the agent cannot start, above it a crowd takes what is left: it says why it ends, and hears SIGTERM. With
     * 9 to 12 Netty is the one that catches it.
     */
    @ParameterizedTest
    @ValueSource(ints = {4, 9, 10, 11, 12, 16, 22, 24, 28})
    void neverEndsWithoutAWordWhereThreadsAreFew(int max) throws Exception {
        Optional<Path> group = pidsGroup(max);
        if (!Program.runtime().equals("native") || group.isEmpty()) {
            // A JVM has more threads of its own and ends in its own way; not every machine lets control groups be made.
            group.ifPresent(path -> assertThat(path.toFile().delete()).isTrue());
            return;
        }
        AgentYaml yaml = AgentYaml.in(directory, ca).local(apiserver).trackFile();
        ProcessBuilder run = Program.builder();
        List<String> words =
                new ArrayList<>(List.of("sh", "-c", "echo $$ > " + group.get() + "/cgroup.procs && exec \"$@\"", "sh"));
        words.addAll(run.command());
        try (AgentOutputs outputs = new AgentOutputs(yaml)) {
            words.addAll(List.of("run", "--config", outputs.config().toString()));
            Process agent = run.command(words)
                    .redirectErrorStream(true)
                    .redirectOutput(outputs.log().toFile())
                    .start();
            try {
                await().atMost(Program.TIMEOUT)
                        .until(() -> !agent.isAlive() || Files.exists(directory.resolve("track")));
                if (agent.isAlive()) {
                    try (Crowd crowd = new Crowd(outputs.address(), AgentYaml.AGENT_CHECK_PORT)) {
                        crowd.join(100, "");
                        assertThat(outputs.check().exitCode())
                                .as(outputs.logs())
                                .isZero();
                        agent.destroy();
                        assertThat(agent.waitFor(20, TimeUnit.SECONDS))
                                .as(outputs.logs())
                                .isTrue();
                        assertThat(agent.exitValue()).isEqualTo(143);
                    }
                } else {
                    assertThat(agent.exitValue()).isNotZero();
                    assertThat(outputs.logs()).contains("Unable to create native thread");
                }
            } finally {
                agent.destroyForcibly().waitFor();
                Files.delete(group.get());
            }
        }
    }

    /** With 22 to 24 it was granted the VIP, and could not write its track file. A JVM has hundreds of its own. */
    @Test
    void startsWithTheDescriptorsThatItNeedsOrNotAtAll() throws Exception {
        if (!Program.runtime().equals("native")) {
            return;
        }
        AgentYaml yaml = AgentYaml.in(directory, ca).local(apiserver).trackFile();
        Path config = yaml.write("vip-agent.yaml");
        for (int few = 12; few < 30; few++) {
            ProcessBuilder run = Program.builder();
            List<String> words = new ArrayList<>(limited(few));
            words.addAll(run.command());
            words.addAll(List.of("run", "--config", config.toString()));
            try (Running running = Running.start(run.command(words))) {
                Result refused = running.await();
                assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(78);
                assertThat(refused.err()).contains("file descriptors: at most " + few + " may be open, of which ");
            }
        }
        try (AgentProcess agent = AgentProcess.startUnder(limited(32), yaml)) {
            agent.awaitGranted();
            await().atMost(Program.TIMEOUT).until(() -> Files.exists(directory.resolve("track")));
            assertThat(agent.check().exitCode()).isZero();
            assertThat(agent.http().get("/health").statusCode()).isEqualTo(200);
        }
    }

    private static List<String> limited(int descriptors) {
        return List.of("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh");
    }

    /** Five are what the binary has before it asks. */
    @Test
    void checkAsksInTurnWhereNoThreadCanBeMade() throws Exception {
        Optional<Path> group = pidsGroup(5);
        if (!Program.runtime().equals("native") || group.isEmpty()) {
            group.ifPresent(path -> assertThat(path.toFile().delete()).isTrue());
            return;
        }
        AgentYaml yaml = AgentYaml.in(directory, ca)
                .local(apiserver)
                .target("frontend", "frontend", apiserver.url("/readyz"))
                .section("decision", "policy: both");
        ProcessBuilder check = Program.builder();
        List<String> words =
                new ArrayList<>(List.of("sh", "-c", "echo $$ > " + group.get() + "/cgroup.procs && exec \"$@\"", "sh"));
        words.addAll(check.command());
        try (AgentOutputs nobody = new AgentOutputs(yaml)) {
            words.addAll(List.of(
                    "check", "--source", "probe", "--config", nobody.config().toString()));
            try (Running running = Running.start(check.command(words))) {
                Result result = running.await();
                assertThat(result.exitCode()).as(result.toString()).isZero();
            }
        } finally {
            Files.delete(group.get());
        }
    }

    private static Optional<Path> pidsGroup(int max) {
        Path all = Path.of("/sys/fs/cgroup");
        Path group = (Files.exists(all.resolve("cgroup.controllers")) ? all : all.resolve("pids"))
                .resolve("vip-agent-it-" + ProcessHandle.current().pid() + "-" + max);
        try {
            Files.createDirectory(group);
            Files.writeString(group.resolve("pids.max"), Integer.toString(max));
            return Optional.of(group);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(group);
            } catch (IOException notOurs) {
                return Optional.empty();
            }
            return Optional.empty();
        }
    }

    @Test
    void wordsOfACommandLineAreForTheVerbAlone() throws IOException {
        try (AgentProcess agent = AgentProcess.start(AgentYaml.in(directory, ca).local(apiserver))) {
            Path secret = Files.writeString(directory.resolve("secret"), "secret words");
            assertThat(agent.command("drain", "@" + secret).exitCode()).isZero();
            assertThat(agent.http().get("/health").body())
                    .contains("@" + secret)
                    .doesNotContain("secret words");
            agent.command("resume");
        }
        for (String verb : List.of("check", "run", "config", "init", "resume")) {
            for (String word : List.of("-Xmx1m", "-XX:MaxHeapSize=1m", "-Dfile.encoding=x")) {
                Result result = Program.run(verb, word);
                assertThat(result.exitCode()).as(verb + " " + word + result).isEqualTo(64);
                assertThat(result.err()).as(verb + " " + word).startsWith("vip-agent: ");
            }
        }
    }

    /** It gives the agent a fifth of its time before it begins to probe, and hears it all the while. */
    @Test
    void checkTakesTheAnswerOfABusyAgent() {
        try (AgentProcess agent = AgentProcess.start(AgentYaml.in(directory, ca).local(apiserver, "timeout: 20s"))) {
            agent.awaitGranted();
            agent.freeze();
            // Connections are accepted in turn: what the agent began before it was stopped is counted before this one.
            assertThat(agent.command("check", "--source", "probe", "--timeout", "30s")
                            .exitCode())
                    .isZero();
            apiserver.become(Behaviour.SILENT_AFTER_TLS);
            long before = apiserver.connections();
            try (Running check = Program.start(agent.arguments("check", "--timeout", "10s"))) {
                apiserver.awaitConnections(before + 1, Program.TIMEOUT);
                agent.thaw();
                Result result = check.await();
                assertThat(result.exitCode()).as(result.toString()).isZero();
                assertThat(result.out()).contains("(after STALE the agent on ");
            }
        }
    }

    private static void refused(int code, Result result) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(code);
        assertThat(result.err()).containsAnyOf("expected a regular file", "is larger than ", "ymbolic link");
    }

    private static void fill(Path socket, List<SocketChannel> waiting) throws IOException {
        for (int i = 0; i < 600; i++) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            waiting.add(channel);
            channel.configureBlocking(false);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException full) {
                return;
            }
        }
        throw new AssertionError("the queue is never full");
    }
}
