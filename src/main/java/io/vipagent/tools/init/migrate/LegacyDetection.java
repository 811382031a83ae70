package io.vipagent.tools.init.migrate;

import io.vipagent.core.text.Durations;
import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.haproxy.Server;
import io.vipagent.tools.conf.keepalived.Tracked;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.Profile;
import io.vipagent.tools.init.cluster.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How soon a fault was known by the old files, is known by the new ones, and would be with another profile. */
public final class LegacyDetection {
    private LegacyDetection() {}

    /** Returns one line for keepalived, and one for haproxy where there is one. */
    public static List<String> of(LegacySetUp old, Cluster cluster) {
        List<String> lines = new ArrayList<>();
        Optional<String> vip = cluster.vips().stream().findFirst().map(address -> address.getHostAddress());
        old.keepalived().stream()
                .findFirst()
                .flatMap(conf -> Router.of(conf, vip))
                .ifPresent(router -> lines.add("keepalived: " + keepalived(router)
                        + now(
                                Timing.known(cluster, cluster.profile()),
                                Timing.known(cluster, Profile.RECOMMENDED),
                                cluster)));
        if (cluster.setUp().haproxy()) {
            old.haproxy().stream()
                    .findFirst()
                    .map(HaproxyConf::of)
                    .flatMap(HaproxyChoice::of)
                    .ifPresent(choice -> lines.add("haproxy: "
                            + haproxy(choice.backend().servers())
                            + now(Timing.left(cluster.profile()), Timing.left(Profile.RECOMMENDED), cluster)));
        }
        return lines;
    }

    private static String now(String written, String recommended, Cluster cluster) {
        return "; as written now " + written
                + (cluster.profile() == Profile.RECOMMENDED ? "" : "; profile recommended: " + recommended);
    }

    private static String keepalived(Router router) {
        Optional<Tracked> tracked = router.main().scripts().stream()
                .filter(line -> KeepalivedDifferences.script(router, line).isPresent())
                .findFirst();
        if (tracked.isEmpty()) {
            return "no script is tracked: never known";
        }
        VrrpScript script = KeepalivedDifferences.script(router, tracked.get()).orElseThrow();
        int weight = KeepalivedDifferences.weight(script, tracked.get()).value();
        Duration known = script.interval().multipliedBy(script.fall());
        return "interval " + Durations.seconds(script.interval()) + ", fall " + script.fall() + ", weight "
                + weight + ": known after " + Timing.text(known) + ", or where the script hangs after "
                + Timing.text(known.plus(script.timeout()));
    }

    private static String haproxy(List<Server> servers) {
        Optional<Server> checked = servers.stream().filter(Server::checks).findFirst();
        if (checked.isEmpty()) {
            return "no server has a check: one that is dead is never left";
        }
        Server server = checked.get();
        String words = "inter " + Durations.format(server.inter()) + ", fall " + server.fall();
        Duration refused = server.inter().multipliedBy(server.fall());
        return switch (server.depth()) {
            case CONNECTION ->
                words + ": a server that refuses is left after " + Timing.text(refused)
                        + ", one that hangs never, for a TCP connection alone is asked for";
            case TLS, ANSWER ->
                words + ", timeout " + Durations.format(server.checkTimeout()) + ": a server that hangs is left after "
                        + Timing.text(server.detection());
        };
    }
}
