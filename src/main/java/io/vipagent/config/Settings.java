package io.vipagent.config;

import io.vipagent.check.Target;
import io.vipagent.haproxy.AgentCheckServer;
import io.vipagent.verdict.Rule;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The effective configuration: valid, and complete with defaults.
 *
 * @param node what this node is called
 * @param targets in the order of their names, {@code local} first
 * @param socket the control socket
 * @param agentCheck how haproxy's agent-checks are answered, if at all
 * @param release how long the agent stays on SIGTERM to release haproxy
 * @param http where HTTP is served
 * @param trackFile what keepalived follows, if anything
 */
public record Settings(
        String node,
        List<Target> targets,
        Rule rule,
        Path socket,
        Optional<AgentCheckServer.Options> agentCheck,
        Duration release,
        InetSocketAddress http,
        Optional<Path> trackFile) {
    /** The targets that have a say in the decision. */
    public List<Target> deciding() {
        return targets.stream()
                .filter(target -> rule.policy().asks(target.role()))
                .toList();
    }
}
