package io.vipagent.tools.conf.haproxy;

import io.vipagent.tools.conf.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a haproxy.cfg says of proxies. Everything knows where it is written.
 *
 * @param file its path
 * @param faults what could not be understood
 */
public record HaproxyConf(String file, List<Proxy> proxies, List<Fault> faults) {
    private static final Set<String> PROXIES = Set.of("frontend", "backend", "listen");

    /**
     * Returns what {@code tree} says. A proxy inherits from the defaults that it names, else from the last ones before
     * it.
     */
    public static HaproxyConf of(HaproxyParser.HaproxyTree tree) {
        List<Proxy> proxies = new ArrayList<>();
        Map<String, List<Line>> named = new HashMap<>();
        List<Line> latest = List.of();
        for (Section section : tree.sections()) {
            List<Line> before = latest;
            List<Line> inherited = section.from()
                    .map(name -> named.getOrDefault(name, List.of()))
                    .orElse(before);
            if (section.kind().equals("defaults")) {
                latest = new ArrayList<>(section.from().isPresent() ? inherited : List.of());
                latest.addAll(section.lines());
                List<Line> all = latest;
                section.name().ifPresent(name -> named.put(name, all));
            } else if (PROXIES.contains(section.kind())) {
                proxies.add(new Proxy(section, inherited));
            }
        }
        return new HaproxyConf(tree.file(), List.copyOf(proxies), tree.faults());
    }

    /** Returns every server of every proxy. */
    public List<Server> servers() {
        return proxies.stream().flatMap(proxy -> proxy.servers().stream()).toList();
    }
}
