package io.vipagent.config;

import io.vipagent.core.health.DecisionRule;
import io.vipagent.core.protocol.AllowList;
import io.vipagent.core.protocol.HttpAccess;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import io.vipagent.core.vip.VirtualRouter;
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
 * @param http how HTTP is served
 */
public record Settings(
        String node,
        List<InetAddress> vips,
        List<Target> targets,
        DecisionRule rule,
        Duration bootstrapGrace,
        Path socket,
        Optional<AgentCheckOptions> agentCheck,
        Duration release,
        Http http,
        Keepalived keepalived,
        Peers peers) {
    /** The port where HTTP is served if nothing else is said. */
    public static final int HTTP_PORT = 9706;

    /** The port where haproxy's agent-checks are answered if nothing else is said. */
    public static final int AGENT_CHECK_PORT = 9707;

    /**
     * How keepalived is told and heard.
     *
     * @param trackFile what it follows, if anything
     * @param notifyFifo where it tells its state, if it does
     * @param pidFile where it says which process it is
     * @param instances what keepalived.conf says of its VRRP instances, no name twice
     * @param advertisements whether the advertisements of the other nodes are counted, which needs CAP_NET_RAW
     */
    public record Keepalived(
            Optional<Path> trackFile,
            OnStop onStop,
            Optional<Path> notifyFifo,
            Path pidFile,
            List<VirtualRouter> instances,
            boolean advertisements) {
        /** Creates the settings with a copy of {@code instances}. */
        public Keepalived {
            instances = List.copyOf(instances);
        }
    }

    /**
     * How HTTP is served.
     *
     * @param listen where
     * @param allow whose connections are answered
     * @param tls how it is served in TLS; empty: in the clear
     */
    public record Http(InetSocketAddress listen, AllowList allow, Optional<HttpTls> tls) {}

    /**
     * How HTTP is served in TLS.
     *
     * @param files the server's certificate and its key
     * @param clientCaFile who may vouch for clients
     * @param tokenFile holds a token that clients may show instead
     * @param access which paths want the one or the other
     */
    public record HttpTls(ClientFiles files, Optional<Path> clientCaFile, Optional<Path> tokenFile, HttpAccess access) {
        /** Returns the files, in the form in which targets have theirs. */
        public TlsSettings tlsSettings() {
            return new TlsSettings(
                    "", clientCaFile.orElse(files.certFile()), clientCaFile.isEmpty(), Optional.of(files), tokenFile);
        }
    }

    /**
     * The agents of the other nodes.
     *
     * @param urls http or https, without a path; none twice
     * @param tlsSettings which certificates are trusted where they speak https; a server name of "": the URL's host
     */
    public record Peers(List<URI> urls, TlsSettings tlsSettings) {
        /** Returns which certificates are trusted behind {@code url}. */
        public TlsSettings tlsSettings(URI url) {
            return tlsSettings.serverName().isEmpty()
                    ? new TlsSettings(
                            url.getHost(),
                            tlsSettings.caFile(),
                            tlsSettings.insecure(),
                            tlsSettings.client(),
                            tlsSettings.tokenFile())
                    : tlsSettings;
        }
    }

    /** Returns the target of this name. */
    public Optional<Target> target(String name) {
        return targets.stream().filter(target -> target.name().equals(name)).findFirst();
    }

    /** Returns the targets that have a say in the decision. */
    public List<Target> deciding() {
        return targets.stream()
                .filter(target -> rule.policy().asks(target.role()))
                .toList();
    }
}
