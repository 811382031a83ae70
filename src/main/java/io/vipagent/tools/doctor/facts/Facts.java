package io.vipagent.tools.doctor.facts;

import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The facts are all that the rules see.
 *
 * @param keepalived this node's keepalived.conf first, then those of other nodes that were given
 * @param manifests static pods of this node
 * @param unchecked what could not be looked at
 * @param addresses of the cluster, as all of these name them
 */
public record Facts(
        List<KeepalivedConf> keepalived,
        Optional<HaproxyConf> haproxy,
        List<Manifest> manifests,
        AgentFacts agent,
        HostFacts host,
        WireFacts wire,
        List<Skipped> unchecked,
        ClusterAddresses addresses) {
    /** Creates the facts, and the addresses that follow from them. */
    public Facts(
            List<KeepalivedConf> keepalived,
            Optional<HaproxyConf> haproxy,
            List<Manifest> manifests,
            AgentFacts agent,
            HostFacts host,
            WireFacts wire,
            List<Skipped> unchecked) {
        this(
                keepalived,
                haproxy,
                manifests,
                agent,
                host,
                wire,
                unchecked,
                ClusterAddresses.of(keepalived, haproxy, agent, host));
    }

    /** Returns this node's keepalived.conf, if there is one. */
    public Stream<KeepalivedConf> own() {
        return keepalived.stream().limit(1);
    }
}
