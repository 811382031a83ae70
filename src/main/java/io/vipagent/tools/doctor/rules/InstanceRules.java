package io.vipagent.tools.doctor.rules;

import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.Tracked;
import io.vipagent.tools.conf.keepalived.VirtualAddress;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.doctor.facts.Facts;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the nodes understand each other: passwords and numbers, and what an instance names. Never shows a password. */
public final class InstanceRules implements Rule {
    private static final int LONGEST_PASSWORD = 8;

    @Override
    public Stream<Finding> check(Facts facts) {
        return Stream.of(
                        facts.own().flatMap(InstanceRules::longPasswords),
                        Pairs.among(facts.keepalived()).flatMap(InstanceRules::differentPasswords),
                        facts.own().flatMap(InstanceRules::clashes),
                        Pairs.among(facts.keepalived()).flatMap(InstanceRules::clashes),
                        facts.own().flatMap(InstanceRules::undefined))
                .flatMap(found -> found);
    }

    private static Stream<Finding> longPasswords(KeepalivedConf conf) {
        return conf.instances().stream()
                .flatMap(instance -> instance.password().stream())
                .filter(password -> password.text().length() > LONGEST_PASSWORD)
                .map(password -> Finding.at(
                        FindingId.PASSWORD_LONG,
                        password.at(),
                        "auth_pass has " + password.text().length() + " characters",
                        "auth_pass with at most 8 characters, the same on every node"));
    }

    private static Stream<Finding> differentPasswords(Pairs pair) {
        return sent(pair.one()).equals(sent(pair.other()))
                ? Stream.empty()
                : Stream.of(Finding.at(
                        FindingId.PASSWORDS_DIFFER,
                        pair.other().at("authentication"),
                        "auth_pass is not that of "
                                + pair.one().at("authentication").lineOfFile(),
                        "auth_pass, the same on every node"));
    }

    private static String sent(VrrpInstance instance) {
        String password = instance.password().map(Word::text).orElse("");
        return password.substring(0, Math.min(LONGEST_PASSWORD, password.length()));
    }

    private static Stream<Finding> clashes(KeepalivedConf conf) {
        List<VrrpInstance> all = conf.instances();
        return all.stream()
                .flatMap(later -> all.subList(0, all.indexOf(later)).stream()
                        .filter(earlier -> earlier.isSameRouterAs(later)
                                && earlier.interfaceName().equals(later.interfaceName()))
                        .map(earlier -> clash(earlier, later)));
    }

    private static Stream<Finding> clashes(Pairs pair) {
        return addresses(pair.one()).equals(addresses(pair.other()))
                        || !pair.one().interfaceName().equals(pair.other().interfaceName())
                ? Stream.empty()
                : Stream.of(clash(pair.one(), pair.other()));
    }

    private static Set<String> addresses(VrrpInstance instance) {
        return instance.addresses().stream().map(VirtualAddress::address).collect(Collectors.toSet());
    }

    private static Finding clash(VrrpInstance one, VrrpInstance other) {
        return Finding.at(
                FindingId.ROUTER_ID_CLASH,
                other.at("virtual_router_id"),
                other.name().text() + " has the virtual_router_id "
                        + other.routerId().orElse("") + " of "
                        + one.at("virtual_router_id").lineOfFile() + " and other addresses",
                "virtual_router_id with a number from 1 to 255 that nobody on the network has");
    }

    private static Stream<Finding> undefined(KeepalivedConf conf) {
        Stream<Tracked> scripts = Stream.concat(
                        conf.instances().stream().map(VrrpInstance::scripts),
                        conf.groups().stream().map(group -> group.scripts()))
                .flatMap(List::stream)
                .filter(tracked -> conf.script(tracked).isEmpty());
        Stream<Tracked> files = conf.instances().stream()
                .flatMap(instance -> instance.files().stream())
                .filter(tracked -> conf.file(tracked).isEmpty());
        return Stream.concat(
                scripts.map(tracked -> undefined(tracked, "vrrp_script")),
                files.map(tracked -> undefined(tracked, "track_file")));
    }

    private static Finding undefined(Tracked tracked, String kind) {
        String name = tracked.name().text();
        return Finding.at(
                FindingId.TRACK_UNDEFINED,
                tracked.name().at(),
                "there is no " + kind + " " + name,
                kind + " " + name + " { ... }, or the name of one that there is");
    }
}
