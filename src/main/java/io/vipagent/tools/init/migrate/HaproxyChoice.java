package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.haproxy.Line;
import io.vipagent.tools.conf.haproxy.Proxy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of a haproxy.cfg leads to the apiservers.
 *
 * @param backend the one whose servers they are
 * @param fronts where clients come in for that backend alone
 * @param shared where clients come in for it and for others, told apart by the name that they ask for, say
 */
record HaproxyChoice(Proxy backend, List<Proxy> fronts, List<Proxy> shared) {
    private static final int MIN_LIKENESS = 2;

    /** A backend, and how much it looks like the guide's: all of its servers are looked at for that, so once. */
    private record Candidate(Proxy backend, int likeness) {}

    /** Returns the backend that looks most like the guide's; none where none does. */
    static Optional<HaproxyChoice> of(HaproxyConf conf) {
        return conf.proxies().stream()
                .filter(proxy -> !proxy.servers().isEmpty())
                .map(proxy -> new Candidate(proxy, likeness(proxy)))
                .filter(candidate -> candidate.likeness() >= MIN_LIKENESS)
                .max(Comparator.comparingInt(Candidate::likeness))
                .map(candidate -> of(conf, candidate.backend()));
    }

    private static HaproxyChoice of(HaproxyConf conf, Proxy backend) {
        List<Proxy> all = Stream.concat(
                        Stream.of(backend),
                        conf.proxies().stream().filter(proxy -> proxy.lines().anyMatch(line -> leads(line, backend))))
                .filter(proxy -> !proxy.binds().isEmpty())
                .toList();
        Set<String> alike = alike(conf, backend);
        Map<Boolean, List<Proxy>> shared =
                all.stream().collect(Collectors.partitioningBy(proxy -> isShared(proxy, backend, alike)));
        return new HaproxyChoice(backend, shared.getOrDefault(false, List.of()), shared.getOrDefault(true, List.of()));
    }

    /** Returns both sides of it. */
    List<Proxy> proxies() {
        return Stream.concat(fronts.stream(), Stream.of(backend)).distinct().toList();
    }

    private static boolean leads(Line line, Proxy backend) {
        return (line.begins("default_backend") || line.begins("use_backend"))
                && line.word(1).filter(name -> name.is(backend.name())).isPresent();
    }

    /** Returns whether it hands something to a backend of other servers. */
    private static boolean isShared(Proxy proxy, Proxy backend, Set<String> alike) {
        return proxy.lines()
                .filter(line -> line.begins("default_backend") || line.begins("use_backend"))
                .filter(line -> !leads(line, backend))
                .flatMap(line -> line.word(1).stream())
                .anyMatch(name -> !alike.contains(name.text()));
    }

    /** Returns the names of the backends that have the same servers, as a last resort without checks has. */
    private static Set<String> alike(HaproxyConf conf, Proxy backend) {
        Set<String> addresses = backend.servers().stream()
                .map(server -> server.address().text())
                .collect(Collectors.toSet());
        return conf.proxies().stream()
                .filter(other -> !other.servers().isEmpty()
                        && other.servers().stream()
                                .allMatch(server ->
                                        addresses.contains(server.address().text())))
                .map(Proxy::name)
                .collect(Collectors.toSet());
    }

    /** Returns how much it looks like the guide's backend. */
    private static int likeness(Proxy proxy) {
        int likeness = 0;
        likeness += proxy.name().matches("(?i).*(api|kube|k8s|master|control).*") ? 1 : 0;
        likeness +=
                proxy.checkPaths().stream().anyMatch(path -> path.text().matches("/(health|ready|live)z.*")) ? 1 : 0;
        likeness += proxy.servers().stream().allMatch(server -> server.port().equals("6443")) ? 1 : 0;
        likeness += proxy.servers().stream().allMatch(server -> server.has("check-ssl")) ? 1 : 0;
        return likeness + (proxy.isTcp() ? 1 : 0);
    }
}
