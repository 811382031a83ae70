package io.vipagent.bench;

import io.vipagent.lab.Cluster;
import io.vipagent.lab.Fleet;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Live;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What is compared where clients ask through the VIP: three nodes of each, by their names. */
final class Fleets {
    /** kubeadm's guide, as it is written. */
    static final String GUIDE = "kubeadm's guide";

    private static final int SIZE = 3;

    private Fleets() {}

    /** How each of those is set up whose name {@code chosen} finds. */
    static Map<String, Supplier<Fleet>> of(Pattern chosen) {
        List<String> missing = Lab.missing("keepalived", "haproxy");
        if (!missing.isEmpty()) {
            throw new Unusable("the lab cannot be set up here; missing: " + String.join("; ", missing));
        }
        Map<String, Supplier<Fleet>> fleets = new LinkedHashMap<>();
        fleets.put(GUIDE, Live::up);
        for (String profile : List.of("recommended", "fast", "kubeadm")) {
            fleets.put(profile, () -> Cluster.up(SIZE, "systemd", profile));
        }
        fleets.put(
                "recommended, node-pause 6s", () -> Cluster.up(SIZE, "systemd", "recommended", "--node-pause", "6s"));
        for (String profile : List.of("recommended", "fast")) {
            fleets.put(profile + ", keepalived-only", () -> Cluster.up(SIZE, "keepalived-only", profile));
        }
        fleets.keySet().removeIf(name -> !chosen.matcher(name).find());
        return fleets;
    }
}
