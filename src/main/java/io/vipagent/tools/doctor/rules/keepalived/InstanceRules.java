package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rules look whether the instances of this node get along with each other. Never shows a password. */
public final class InstanceRules implements Rule {
    @Override
    public Stream<Finding> check(Facts facts) {
        return facts.own().flatMap(conf -> Stream.concat(longPasswords(conf), clashes(conf)));
    }

    private static Stream<Finding> longPasswords(KeepalivedConf conf) {
        return conf.instances().stream()
                .flatMap(instance -> instance.password().stream())
                .filter(password -> password.text().length() > VrrpInstance.MAX_PASSWORD
                        && !password.text().startsWith("${"))
                .map(password -> Finding.at(
                        FindingId.PASSWORD_LONG,
                        password.at(),
                        "auth_pass has " + password.text().length() + " characters",
                        "auth_pass with at most 8 characters, the same on every node"));
    }

    private static Stream<Finding> clashes(KeepalivedConf conf) {
        // The first of each router and name: a later one clashes with the first that is called otherwise.
        Map<List<Object>, Map<String, VrrpInstance>> routers = new HashMap<>();
        List<Finding> found = new ArrayList<>();
        for (VrrpInstance later : conf.instances()) {
            if (later.routerId().isPresent()) {
                Map<String, VrrpInstance> earlier = routers.computeIfAbsent(
                        List.of(later.routerId(), later.isIpv6(), later.interfaceName()),
                        none -> new LinkedHashMap<>());
                earlier.values().stream()
                        .filter(one -> !one.name().is(later.name().text()))
                        .findFirst()
                        .map(one -> clash(one, later))
                        .ifPresent(found::add);
                earlier.putIfAbsent(later.name().text(), later);
            }
        }
        return found.stream();
    }

    private static Finding clash(VrrpInstance one, VrrpInstance other) {
        return Finding.at(
                FindingId.ROUTER_ID_CLASH,
                other.at("virtual_router_id"),
                other.name().text() + " has the virtual_router_id "
                        + other.routerId().orElse("") + " of "
                        + one.at("virtual_router_id").lineOfFile(),
                "virtual_router_id with a number from 1 to 255 that nobody on the network has, the same for "
                        + other.name().text() + " on every node");
    }
}
