package io.vipagent.config;

import io.vipagent.check.Target;
import io.vipagent.check.Trust;
import io.vipagent.haproxy.AgentCheckServer;
import io.vipagent.keepalived.TrackFile.OnStop;
import io.vipagent.verdict.Rule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The effective configuration: valid, and complete with defaults.
 *
 * @param node what this node is called
 * @param vips the virtual addresses to watch, none twice
 * @param targets in the order of their names, {@code local} first
 * @param bootstrapGrace how long this node may hold the VIP before its cluster exists; zero: not at all
 * @param socket the control socket
 * @param agentCheck how haproxy's agent-checks are answered, if at all
 * @param release how long the agent stays on SIGTERM to release haproxy
 * @param http where HTTP is served
 */
public record Settings(
        String node,
        List<InetAddress> vips,
        List<Target> targets,
        Rule rule,
        Duration bootstrapGrace,
        Path socket,
        Optional<AgentCheckServer.Options> agentCheck,
        Duration release,
        InetSocketAddress http,
        Keepalived keepalived,
        Peers peers) {
    /**
     * How keepalived is told and heard.
     *
     * @param trackFile what it follows, if anything
     * @param notifyFifo where it tells its state, if it does
     * @param pidFile where it says which process it is
     */
    public record Keepalived(Optional<Path> trackFile, OnStop onStop, Optional<Path> notifyFifo, Path pidFile) {}

    /**
     * The agents of the other nodes.
     *
     * @param urls http or https, without a path; none twice
     * @param trust whom to believe where they speak https; a server name of "": the URL's host
     */
    public record Peers(List<URI> urls, Trust trust) {
        /** Whom to believe behind {@code url}. */
        public Trust trust(URI url) {
            return trust.serverName().isEmpty()
                    ? new Trust(url.getHost(), trust.caFile(), trust.insecure(), trust.client(), trust.tokenFile())
                    : trust;
        }
    }

    /** The targets that have a say in the decision. */
    public List<Target> deciding() {
        return targets.stream()
                .filter(target -> rule.policy().asks(target.role()))
                .toList();
    }
}
