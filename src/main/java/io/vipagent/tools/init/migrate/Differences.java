package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Sources;
import io.vipagent.tools.conf.haproxy.HaproxyParser;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.KeepalivedParser;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * What old and new files both say, and not alike. The new files are read by the readers of the old ones, so no line is
 * kept because somebody thought so.
 */
public final class Differences {
    private static final Comparator<Difference> PLACE = Comparator.comparing(
                    (Difference each) -> each.at().file())
            .thenComparing(each -> each.at().line())
            .thenComparing(each -> each.at().column())
            .thenComparing(Difference::before)
            .thenComparing(Difference::now);

    private Differences() {}

    /**
     * Returns all of them, in the order of the files.
     *
     * @param owners the nodes whose keepalived.conf are known, by the path of the file
     * @param first the first node, with which a file of nobody is compared
     * @param vip the address whose instance was taken over
     * @param written gives the text of a new file of a node, by the node's name and the file's path
     */
    public static List<Difference> of(
            LegacySetUp old,
            Map<String, String> owners,
            String first,
            Optional<String> vip,
            BiFunction<String, String, String> written) {
        SequencedSet<Difference> all = new TreeSet<>(PLACE);
        for (KeepalivedConf conf : old.keepalived()) {
            String node = owners.getOrDefault(conf.file(), first);
            String text = written.apply(node, "etc/keepalived/keepalived.conf");
            KeepalivedConf fresh =
                    new KeepalivedConf(KeepalivedParser.parse(new Source("new", text), "", Sources.NONE));
            Router.of(conf, vip).ifPresent(router -> {
                Router replacement = Router.of(fresh, vip).orElseThrow();
                all.addAll(KeepalivedDifferences.of(router, replacement, owners.containsKey(conf.file())));
            });
        }
        String haproxy = written.apply(first, "etc/haproxy/haproxy.cfg");
        if (!haproxy.isEmpty()) {
            HaproxyParser.HaproxyTree fresh = HaproxyParser.parse(new Source("new", haproxy));
            old.haproxy().stream().limit(1).forEach(tree -> all.addAll(HaproxyDifferences.of(tree, fresh)));
        }
        return List.copyOf(all);
    }
}
