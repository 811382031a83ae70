package io.vipagent.tools.doctor.facts;

import io.vipagent.config.Settings;
import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Reason;
import io.vipagent.core.target.Target;
import io.vipagent.core.vip.ClockOffset;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The facts of the agent and of what it probes.
 *
 * @param configFile where its configuration is
 * @param settings none where the configuration is wrong
 * @param problems what is wrong with the configuration
 * @param socket where the agent was asked
 * @param answer what it said, if it was asked
 * @param probes one probe of each target, made by doctor itself
 * @param anonymousRefused what this node's apiserver says to a probe without credentials, where it refuses it
 * @param peers the other agents that were asked
 * @param http until when the certificates of the agent's HTTP port are valid, where it speaks TLS
 * @param now the wall clock at that time
 */
public record AgentFacts(
        Path configFile,
        Optional<Settings> settings,
        List<String> problems,
        Path socket,
        Optional<Answer> answer,
        List<Probed> probes,
        Optional<String> anonymousRefused,
        List<AskedPeer> peers,
        List<CertificateTerm> http,
        Instant now) {
    /** What {@code check} would say: the reason, if it is bad news, and its words. */
    public record Answer(Optional<Reason> reason, String text) {
        /** Returns whether it gives this reason. */
        public boolean is(Reason other) {
            return reason.filter(other::equals).isPresent();
        }
    }

    /**
     * What a probe found.
     *
     * @param clock how far the clock of who answered is from this node's, where it said its time
     * @param client until when the client certificate is valid, where one is set
     */
    public record Probed(
            Target target, Outcome outcome, Optional<ClockOffset> clock, Optional<CertificateTerm> client) {
        /** Creates one without a client certificate. */
        public Probed(Target target, Outcome outcome, Optional<ClockOffset> clock) {
            this(target, outcome, clock, Optional.empty());
        }
    }

    /**
     * What came of asking another agent.
     *
     * @param failure why it cannot be reached; empty where it can
     * @param clock how far its clock is from this node's, where it said its time
     * @param vips what it watches, and whether each is on one of its interfaces
     */
    public record AskedPeer(
            String url, Optional<String> failure, Optional<ClockOffset> clock, Map<InetAddress, Boolean> vips) {}

    /** Returns what is probed. */
    public Stream<Target> targets() {
        return settings.stream().flatMap(known -> known.targets().stream());
    }
}
