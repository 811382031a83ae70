package io.vipagent.migrate;

import io.vipagent.haproxy.conf.Parser;
import io.vipagent.keepalived.conf.KeepalivedConf;
import io.vipagent.text.Fault;
import io.vipagent.text.Position;
import io.vipagent.text.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is there.
 *
 * @param keepalived a file for each node that is known, maybe none
 * @param haproxy none where the VIP is directly on the apiservers' port; the first one counts
 * @param scripts those that keepalived runs, as far as they can be read; by their path
 * @param conditional lines that begin with {@code @}, which were read as on this host
 * @param addresses of this host, of which one may be a node's
 */
public record Old(
        List<KeepalivedConf> keepalived,
        List<Parser.Tree> haproxy,
        Map<String, Source> scripts,
        List<Position> conditional,
        Set<String> addresses) {
    /** What could not be understood. */
    List<Fault> faults() {
        return Stream.concat(
                        keepalived.stream().map(KeepalivedConf::faults),
                        haproxy.stream().map(Parser.Tree::faults))
                .flatMap(List::stream)
                .distinct()
                .toList();
    }
}
