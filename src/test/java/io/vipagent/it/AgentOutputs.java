package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vipagent.it.Program.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Everything by which an agent can be asked, whether it runs or not. */
class AgentOutputs implements AutoCloseable {
    private static final int ATTEMPTS = 30;

    private final AgentYaml yaml;
    private final Path config;
    private final Path log;
    private final Http http;

    /** Of the agent with this configuration, which is written for it. */
    AgentOutputs(AgentYaml yaml) {
        this.yaml = yaml;
        this.config = yaml.write("vip-agent.yaml");
        this.log = yaml.directory().resolve("agent.log");
        this.http = new Http(yaml.address(), AgentYaml.HTTP_PORT);
    }

    /**
     * What {@code vip-agent check} says. A busy machine may need more than the 300 ms that check gives the agent: ask
     * again.
     */
    Result check(String... more) {
        Result result = command("check", more);
        for (int i = 0; i < ATTEMPTS && (result.out() + result.err()).contains("does not answer in time"); i++) {
            result = command("check", more);
        }
        return result;
    }

    /** Runs a verb that talks to this agent; {@code check} gets the configuration too. */
    Result command(String verb, String... more) {
        return Program.run(arguments(verb, more));
    }

    /** The words of such a command. */
    String[] arguments(String verb, String... more) {
        List<String> args = new ArrayList<>(List.of(verb, "--socket", socket().toString()));
        if (verb.equals("check")) {
            args.addAll(List.of("--config", config.toString()));
        }
        args.addAll(Arrays.asList(more));
        return args.toArray(String[]::new);
    }

    /** The whole reply to one line on the control socket, without a process in between. */
    String ask(String line) {
        return RawClients.control(socket(), line);
    }

    /** The status, without a process in between. */
    JsonObject status() {
        String reply = ask("status json");
        try {
            return new JsonObject(reply.substring(reply.indexOf('\n') + 1));
        } catch (DecodeException e) {
            // The agent gives nobody more than a second; on a machine that is too busy for that, await it again.
            throw new AssertionError("not a whole status: " + reply, e);
        }
    }

    /** The status of one target. */
    JsonObject target(String name) {
        return status().getJsonArray("targets").stream()
                .map(JsonObject.class::cast)
                .filter(target -> target.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until a target is up, down, starting or stale. */
    void awaitTarget(String name, String state) {
        await().atMost(Program.TIMEOUT)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() ->
                        assertThat(target(name).getString("state")).as(logs()).isEqualTo(state));
    }

    /** Waits until the decision is such: its {@code state}, {@code reason} and {@code detail}. */
    void awaitDecision(Predicate<JsonObject> such) {
        await().atMost(Program.TIMEOUT).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            JsonObject decision = status().getJsonObject("decision");
            assertThat(such.test(decision)).as("%s%n%s", decision, logs()).isTrue();
        });
    }

    /** Waits until this node may not hold the VIP for this reason. */
    void awaitReason(String reason) {
        awaitDecision(decision -> reason.equals(decision.getString("reason")));
    }

    /** Waits until this node may hold the VIP. */
    void awaitGranted() {
        awaitDecision(decision -> decision.getString("state").equals("granted"));
    }

    /** What haproxy gets: all until the end of the connection; {@code sent} may be empty. */
    String agentCheck(String sent) {
        return RawClients.agentCheck(yaml.address(), AgentYaml.AGENT_CHECK_PORT, sent);
    }

    Http http() {
        return http;
    }

    Scrape scrape() {
        return new Scrape(http.get("/metrics").body());
    }

    /** Waits until a series has this value: what is counted is counted after it was done. */
    void awaitValue(double value, String name, String... labels) {
        await().atMost(Program.TIMEOUT)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(scrape().value(name, labels)).isEqualTo(value));
    }

    /** Everything that it has logged so far. */
    String logs() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of the log that contain {@code part}. */
    List<String> logLines(String part) {
        return logs().lines().filter(line -> line.contains(part)).toList();
    }

    /** Waits until so many lines of the log contain {@code part}: what is logged follows what the status shows. */
    List<String> awaitLogLines(String part, int count) {
        await().atMost(Program.TIMEOUT)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(logLines(part)).as(logs()).hasSize(count));
        return logLines(part);
    }

    Path socket() {
        return yaml.socket();
    }

    Path config() {
        return config;
    }

    String address() {
        return yaml.address();
    }

    /** Where it logs. */
    Path log() {
        return log;
    }

    @Override
    public void close() {
        http.close();
    }
}
