package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code vip-agent run} with a configuration: how it lives and ends. */
final class AgentProcess extends AgentOutputs {
    private final Map<String, String> environment;
    private final List<String> under;
    private final String[] options;
    private Process process;

    private AgentProcess(AgentYaml yaml, List<String> under, Map<String, String> environment, String... options) {
        super(yaml);
        this.under = under;
        this.environment = environment;
        this.options = options;
        this.process = launch();
    }

    /** Starts an agent; it answers on all ways when this returns. */
    static AgentProcess start(AgentYaml yaml, String... options) {
        return start(yaml, Map.of(), options);
    }

    /** The same with environment variables. */
    static AgentProcess start(AgentYaml yaml, Map<String, String> environment, String... options) {
        return started(new AgentProcess(yaml, List.of(), environment, options));
    }

    /** The same below a command that becomes it, such as {@code prlimit --nofile=64:64}. */
    static AgentProcess startUnder(List<String> command, AgentYaml yaml) {
        return started(new AgentProcess(yaml, command, Map.of()));
    }

    private static AgentProcess started(AgentProcess agent) {
        try {
            agent.awaitStart(0);
        } catch (RuntimeException | AssertionError e) {
            agent.close();
            throw e;
        }
        return agent;
    }

    /** Starts it once more after it has ended, with the same configuration; the log goes on. */
    void startAgain() {
        assertThat(process.isAlive()).as("the former one is alive").isFalse();
        int before = logs().length();
        process = launch();
        awaitStart(before);
    }

    Process process() {
        return process;
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGHUP: it shall read its configuration again. */
    void hangUp() {
        Program.signal(process, "HUP");
    }

    /** SIGKILL; it is gone when this returns. */
    void kill() {
        process.destroyForcibly();
        awaitExit(Program.TIMEOUT);
    }

    /** SIGSTOP: it hangs, but its sockets still take connections. */
    void freeze() {
        Program.signal(process, "STOP");
    }

    /** SIGCONT. */
    void thaw() {
        Program.signal(process, "CONT");
    }

    /** Its exit code, once it has ended; the test fails where that takes longer. */
    int awaitExit(Duration timeout) {
        try {
            assertThat(process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS))
                    .as("has ended within %s:%n%s", timeout, logs())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        kill();
        super.close();
    }

    private Process launch() {
        List<String> args = new ArrayList<>(List.of("run", "--config", config().toString()));
        args.addAll(Arrays.asList(options));
        try {
            ProcessBuilder builder = Program.builder(args.toArray(String[]::new));
            builder.command().addAll(0, under);
            builder.environment().putAll(environment);
            return builder.redirectOutput(Redirect.appendTo(log().toFile()))
                    .redirectError(Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its greeting is the last thing that it does before it only probes and answers. */
    private void awaitStart(int from) {
        await().atMost(Program.TIMEOUT).pollInterval(Duration.ofMillis(20)).until(() -> {
            assertThat(process.isAlive()).as(logs()).isTrue();
            return logs().substring(from).contains(": policy ");
        });
    }
}
