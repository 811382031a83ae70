package io.vipagent.lab;

import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An agent's configuration: the defaults, but for the places that a lab must choose. */
public final class AgentConf {
    private final String node;
    private final String address;
    private final Path ca;
    private final Map<String, String> targets = new LinkedHashMap<>();
    private final Map<String, String> agentCheck = new LinkedHashMap<>();
    private final List<String> rest = new ArrayList<>();
    private String httpTls = "";
    private int httpPort = 9706;
    private int agentCheckPort = 9707;

    /**
     * Begins with the target {@code local}.
     *
     * @param address where the agent shall listen
     * @param server where this node's apiserver is
     */
    public AgentConf(String node, String address, String server, Path ca) {
        this.node = node;
        this.address = address;
        this.ca = ca;
        targets.put("local", target("local", server));
    }

    /** Watches this one too, as a backend. */
    public AgentConf backend(String name, String server) {
        targets.put(name, target("backend", server));
        return this;
    }

    /** Watches these too, as backends. */
    public AgentConf backends(List<Node> others) {
        others.forEach(other -> backend(other.name(), other.address() + ":" + ApiServer.PORT));
        return this;
    }

    /** Other ports than the usual ones, for a second agent on a node. */
    public AgentConf ports(int http, int agentCheckPort) {
        this.httpPort = http;
        this.agentCheckPort = agentCheckPort;
        return this;
    }

    /**
     * Serves HTTP in TLS, with a certificate of the lab's CA for the agent's address.
     *
     * @param directory gets the certificate, its key and {@code token}
     * @param token opens what is protected, as a client certificate of the same CA does
     */
    public AgentConf httpTls(Path directory, String token) {
        Path ours = directory.resolve("http.key");
        Path secret = directory.resolve("token");
        try {
            Path authority = Objects.requireNonNull(ca.getParent(), "the directory of the CA");
            TestCa.load(authority).newServer().ips(address).issue().writeTo(directory, "http");
            Files.writeString(secret, token);
            for (Path file : List.of(ours, secret)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        httpTls = ", tls: {cert-file: \"%s\", key-file: \"%s\", client-ca-file: \"%s\", token-file: \"%s\"}"
                .formatted(directory.resolve("http.crt"), ours, ca, secret);
        return this;
    }

    /** A key below {@code agent-check}. */
    public AgentConf agentCheck(String key, String value) {
        agentCheck.put(key, value);
        return this;
    }

    /** The file for keepalived. */
    public AgentConf trackFile(Path file) {
        rest.add("keepalived: {track-file: " + file + "}");
        return this;
    }

    private String target(String role, String server) {
        return "{role: %s, url: \"https://%s/readyz\", ca-file: \"%s\"}".formatted(role, server, ca);
    }

    String yaml(Path socket) {
        List<String> lines = new ArrayList<>(List.of("vip-agent:", "  node: " + node, "  targets:"));
        targets.forEach((name, target) -> lines.add("    " + name + ": " + target));
        lines.add("  control: {socket: " + socket + "}");
        lines.add("  http: {listen: \"" + address + ":" + httpPort + "\"" + httpTls + "}");
        lines.add("  agent-check:");
        lines.add("    listen: \"" + address + ":" + agentCheckPort + "\"");
        lines.add("    allow: [127.0.0.0/8, " + Lab.SUBNET + "]");
        agentCheck.forEach((key, value) -> lines.add("    " + key + ": " + value));
        rest.forEach(line -> lines.add("  " + line));
        return String.join("\n", lines) + "\n";
    }
}
