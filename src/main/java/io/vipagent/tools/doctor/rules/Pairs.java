package io.vipagent.tools.doctor.rules;

import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The same virtual router on two nodes. */
record Pairs(VrrpInstance one, VrrpInstance other) {
    /** Every pair among the files, each once. */
    static Stream<Pairs> among(List<KeepalivedConf> nodes) {
        List<Pairs> pairs = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (KeepalivedConf later : nodes.subList(i + 1, nodes.size())) {
                for (VrrpInstance one : nodes.get(i).instances()) {
                    later.instances().stream()
                            .filter(one::isSameRouterAs)
                            .forEach(other -> pairs.add(new Pairs(one, other)));
                }
            }
        }
        return pairs.stream();
    }
}
