package io.vipagent.it;

import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A configuration in the making. Its agent has files in a directory of its own and listens on a loopback address of its
 * own, so that no two agents, of whatever tests, get in each other's way. Verdicts come fast, but a probe has time
 * enough on a machine that is busy.
 */
final class AgentYaml {
    static final int HTTP_PORT = 9706;
    static final int AGENT_CHECK_PORT = 9707;

    private final Path directory;
    private final String address;
    private final Map<String, Map<String, String>> targets = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>(Map.of("node", "cp1"));

    private AgentYaml(Path directory, String address) {
        this.directory = directory;
        this.address = address;
    }

    /** An agent in {@code directory} that trusts {@code ca}, whose certificate is written there. */
    static AgentYaml in(Path directory, TestCa ca) {
        ca.writeCertificateTo(directory);
        AgentYaml yaml = new AgentYaml(directory, someLoopbackAddress());
        return yaml.section("control", "socket: " + yaml.socket())
                .section("http", "listen: " + yaml.address + ":" + HTTP_PORT)
                .section("agent-check", "listen: " + yaml.address + ":" + AGENT_CHECK_PORT);
    }

    /** The target {@code local}; each of {@code keys} as in {@code timeout: 1s}. */
    AgentYaml local(FakeApiServer server, String... keys) {
        return target("local", "local", server.url("/readyz"), keys);
    }

    /** One more target. */
    AgentYaml target(String name, String role, String url, String... keys) {
        Map<String, String> target = targets.computeIfAbsent(name, unused -> new LinkedHashMap<>());
        put(
                target,
                "role: " + role,
                "url: " + url,
                "ca-file: " + caFile(),
                "interval: 100ms",
                "timeout: 10s",
                "rise: 1",
                "fall: 2");
        put(target, keys);
        return this;
    }

    /** All but this target. */
    AgentYaml without(String target) {
        targets.remove(target);
        return this;
    }

    /** Keys of a section beside the targets; those that were there stay. */
    AgentYaml section(String name, String... keys) {
        put(sections.computeIfAbsent(name, unused -> new LinkedHashMap<>()), keys);
        return this;
    }

    /** A key that is in no section, such as {@code node}; the value as YAML. */
    AgentYaml value(String key, String yaml) {
        values.put(key, yaml);
        return this;
    }

    /** Has keepalived's track file written. */
    AgentYaml trackFile() {
        return section("keepalived", "track-file: " + directory.resolve("track"));
    }

    Path directory() {
        return directory;
    }

    Path socket() {
        return directory.resolve("agent.sock");
    }

    Path caFile() {
        return directory.resolve("ca.crt");
    }

    String address() {
        return address;
    }

    /** Writes it to a file of this name beside the others. */
    Path write(String fileName) {
        try {
            return Files.writeString(directory.resolve(fileName), text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() {
        StringBuilder out = new StringBuilder("vip-agent:\n");
        values.forEach((key, value) ->
                out.append("  ").append(key).append(": ").append(value).append('\n'));
        out.append("  targets:\n");
        targets.forEach(
                (name, keys) -> out.append("    ").append(name).append(": ").append(flow(keys)));
        sections.forEach(
                (name, keys) -> out.append("  ").append(name).append(": ").append(flow(keys)));
        return out.toString();
    }

    private static String flow(Map<String, String> keys) {
        StringBuilder out = new StringBuilder("{");
        keys.forEach((key, value) -> out.append(out.length() == 1 ? "" : ", ")
                .append(key)
                .append(": ")
                .append(value.startsWith("[") || value.startsWith("{") ? value : "\"" + value + "\""));
        return out.append("}\n").toString();
    }

    private static void put(Map<String, String> to, String... keys) {
        for (String key : keys) {
            int colon = key.indexOf(": ");
            to.put(key.substring(0, colon), key.substring(colon + 2));
        }
    }

    private static String someLoopbackAddress() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "127." + random.nextInt(1, 255) + "." + random.nextInt(256) + "." + random.nextInt(1, 255);
    }
}
