package io.vipagent.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A configuration of the agent.
 *
 * @param directory of its own: its socket and its configuration are there
 */
record AgentOptions(Path directory, int agentCheckPort, int httpPort, Path caFile, List<Probed> targets) {
    /** A target in words of the configuration. */
    record Probed(String name, String role, String url, String interval, String timeout, int rise) {}

    /** One local target and as many backends as it takes, all the same, probed every {@code interval}. */
    static List<Probed> same(int count, String url, String interval) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new Probed(i == 0 ? "local" : "cp" + i, i == 0 ? "local" : "backend", url, interval, "1s", 2))
                .toList();
    }

    Path file() {
        return directory.resolve("vip-agent.yaml");
    }

    Path socket() {
        return directory.resolve("agent.sock");
    }

    String yaml() {
        return """
                vip-agent:
                  node: bench
                  control:
                    socket: %s
                  agent-check:
                    listen: 127.0.0.1:%d
                    release: 0s
                  http:
                    listen: 127.0.0.1:%d
                  targets:
                """.formatted(socket(), agentCheckPort, httpPort)
                + targets.stream().map(this::yaml).collect(Collectors.joining());
    }

    private String yaml(Probed target) {
        return """
                    %s:
                      role: %s
                      url: %s
                      ca-file: %s
                      interval: %s
                      timeout: %s
                      rise: %d
                """.formatted(
                target.name(), target.role(), target.url(), caFile, target.interval(), target.timeout(), target.rise());
    }
}
