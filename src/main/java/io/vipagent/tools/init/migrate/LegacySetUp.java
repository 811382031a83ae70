package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.Fault;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.haproxy.HaproxyParser;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The set-up that is there before {@code init} writes another.
 *
 * @param keepalived a file for each node that is known, maybe none
 * @param haproxy none where the VIP is directly on the apiservers' port; the first one counts
 * @param scripts those that keepalived runs, as far as they can be read; by their path
 * @param conditional lines that begin with {@code @}, which were read as on this host
 * @param pods the static pods that run keepalived or haproxy; none where they are services
 * @param addresses of this host, of which one may be a node's
 */
public record LegacySetUp(
        List<KeepalivedConf> keepalived,
        List<HaproxyParser.HaproxyTree> haproxy,
        Map<String, Source> scripts,
        List<Position> conditional,
        List<LegacyPod> pods,
        Set<String> addresses) {
    /** Returns what could not be understood. */
    List<Fault> faults() {
        return Stream.concat(
                        keepalived.stream().map(KeepalivedConf::faults),
                        haproxy.stream().map(HaproxyParser.HaproxyTree::faults))
                .flatMap(List::stream)
                .distinct()
                .toList();
    }
}
