package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.core.text.Durations;
import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.VirtualAddress;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules look whether the nodes of one cluster understand each other, by their files: what {@link WireRules} hears
 * on the wire.
 */
public final class NodeRules implements Rule {
    @Override
    public Stream<Finding> check(Facts facts) {
        return Pairs.among(facts.keepalived())
                .flatMap(pair -> Stream.of(
                                routerId(pair),
                                vips(pair),
                                version(pair),
                                unicast(pair),
                                group(pair),
                                interfaces(pair),
                                named(facts, pair.one(), pair.ofOne(), pair.other(), pair.ofOther()),
                                named(facts, pair.other(), pair.ofOther(), pair.one(), pair.ofOne()))
                        .flatMap(Optional::stream));
    }

    /** Where one of them has none, or what keepalived does not take, that alone is to be mended. */
    private static Optional<Finding> routerId(Pairs pair) {
        return Stream.of(pair.one(), pair.other())
                        .anyMatch(instance -> instance.routerId()
                                .filter(id -> id.matches("0*([1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])"))
                                .isEmpty())
                ? Optional.empty()
                : differs(
                        FindingId.ROUTER_ID_DIFFERS,
                        pair,
                        "virtual_router_id",
                        pair.one().routerId().orElse(""),
                        pair.other().routerId().orElse(""),
                        "virtual_router_id " + pair.one().routerId().orElse("") + ", the same on every node");
    }

    private static Optional<Finding> vips(Pairs pair) {
        return differs(
                FindingId.VIPS_DIFFER,
                pair,
                "virtual_ipaddress",
                addresses(pair.one()),
                addresses(pair.other()),
                "the same virtual_ipaddress on every node of the cluster");
    }

    private static String addresses(VrrpInstance instance) {
        return instance.addresses().isEmpty()
                ? "no address"
                : instance.addresses().stream()
                        .map(VirtualAddress::address)
                        .map(IpAddresses::normalized)
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .collect(Collectors.joining(", "));
    }

    private static Optional<Finding> version(Pairs pair) {
        int version = pair.ofOne().version(pair.one());
        int other = pair.ofOther().version(pair.other());
        if (version != other) {
            return differs(
                    FindingId.VERSION_DIFFERS,
                    pair,
                    "version",
                    Integer.toString(version),
                    Integer.toString(other),
                    "version " + version + ", the same on every node");
        }
        return version == 2
                ? authentication(pair).or(() -> interval(FindingId.ADVERT_INTERVAL_DIFFERS, pair))
                : interval(FindingId.ADVERT_INTERVAL_UNEVEN, pair);
    }

    private static Optional<Finding> authentication(Pairs pair) {
        return differs(
                        FindingId.AUTHENTICATION_DIFFERS,
                        pair,
                        "authentication",
                        type(pair.one()),
                        type(pair.other()),
                        "authentication, the same on every node")
                .or(() -> pair.one().sentPassword().equals(pair.other().sentPassword())
                        ? Optional.empty()
                        : Optional.of(Finding.at(
                                FindingId.PASSWORDS_DIFFER,
                                pair.other().at("authentication"),
                                "auth_pass is not that of "
                                        + pair.one().at("authentication").lineOfFile(),
                                "auth_pass, the same on every node")));
    }

    private static String type(VrrpInstance instance) {
        return switch (instance.authenticationType()) {
            case 1 -> "PASS";
            case 2 -> "AH";
            default -> instance.password().isPresent() ? "a password without auth_type" : "none";
        };
    }

    private static Optional<Finding> interval(FindingId id, Pairs pair) {
        return differs(
                id,
                pair,
                "advert_int",
                Durations.seconds(pair.one().advertInterval()) + " s",
                Durations.seconds(pair.other().advertInterval()) + " s",
                "advert_int " + Durations.seconds(pair.one().advertInterval()) + ", the same on every node");
    }

    private static Optional<Finding> unicast(Pairs pair) {
        return pair.one().isUnicast() == pair.other().isUnicast()
                ? Optional.empty()
                : differs(
                        FindingId.UNICAST_DIFFERS,
                        pair,
                        "unicast_peer",
                        cast(pair.one()),
                        cast(pair.other()),
                        "unicast_peer { the other nodes } on every node, or on none");
    }

    private static Optional<Finding> group(Pairs pair) {
        String group = pair.ofOne().multicastGroup(pair.one());
        String other = pair.ofOther().multicastGroup(pair.other());
        return pair.one().isUnicast()
                        || pair.other().isUnicast()
                        || pair.one().isIpv6() != pair.other().isIpv6()
                        || IpAddresses.same(group, other)
                ? Optional.empty()
                : Optional.of(Finding.at(
                        FindingId.MULTICAST_GROUP_DIFFERS,
                        pair.other().name().at(),
                        pair.other().name().text() + " sends to " + other + ", and that of "
                                + pair.one().name().at().lineOfFile() + " to " + group,
                        "vrrp_mcast_group" + (pair.one().isIpv6() ? "6 " : "4 ") + group
                                + " in global_defs, the same on every node"));
    }

    private static String cast(VrrpInstance instance) {
        return instance.isUnicast()
                ? "advertisements to " + String.join(", ", instance.peers())
                : "advertisements to the group";
    }

    private static Optional<Finding> interfaces(Pairs pair) {
        return differs(
                FindingId.INTERFACES_DIFFER,
                pair,
                "interface",
                pair.one().interfaceName().orElse("none"),
                pair.other().interfaceName().orElse("none"),
                "nothing where both are on one network; else the interface there that is on this one's");
    }

    private static Optional<Finding> differs(
            FindingId id, Pairs pair, String key, String one, String other, String fix) {
        Position at = pair.other().at(key);
        return one.equals(other)
                ? Optional.empty()
                : Optional.of(Finding.at(
                        id,
                        at,
                        pair.other().name().text() + " has " + key + " " + other + ", and "
                                + pair.one().at(key).lineOfFile() + " has " + one,
                        fix));
    }

    /** Returns whether {@code from} sends its advertisements to the node of {@code to}. */
    private static Optional<Finding> named(
            Facts facts, VrrpInstance from, KeepalivedConf ofFrom, VrrpInstance to, KeepalivedConf ofTo) {
        Set<InetAddress> peers = literals(from.peers());
        Set<InetAddress> known = known(facts, to, ofTo);
        boolean unnamed = known.isEmpty()
                ? isOneOfItsPeers(facts, peers, to)
                : known.stream().noneMatch(peers::contains);
        return !from.isUnicast()
                        || !to.isUnicast()
                        || peers.size() < from.peers().size()
                        || !unnamed
                ? Optional.empty()
                : Optional.of(Finding.at(
                        FindingId.PEER_NOT_NAMED,
                        from.at("unicast_peer"),
                        "unicast_peer names "
                                + String.join(", ", from.peers()) + ", and not the node of " + ofTo.file()
                                + (known.isEmpty() ? "" : ", " + text(known)),
                        "unicast_peer { "
                                + (known.size() == 1 ? text(known) : "the address of every other node")
                                + " } in " + ofFrom.file()));
    }

    /** Returns the addresses of the node that {@code instance} is on. */
    private static Set<InetAddress> known(Facts facts, VrrpInstance instance, KeepalivedConf conf) {
        Set<InetAddress> written = instance.source().stream()
                .flatMap(word -> IpAddresses.literal(word.text()).stream())
                .collect(Collectors.toSet());
        boolean own = facts.own().anyMatch(conf::equals);
        return written.isEmpty() && own ? facts.addresses().own() : written;
    }

    /** Nobody names itself, so who names no other than that node does cannot mean that node. */
    private static boolean isOneOfItsPeers(Facts facts, Set<InetAddress> peers, VrrpInstance to) {
        return peers.size() < facts.keepalived().size() && literals(to.peers()).containsAll(peers);
    }

    private static Set<InetAddress> literals(List<String> texts) {
        return texts.stream()
                .flatMap(text -> IpAddresses.literal(text).stream())
                .collect(Collectors.toSet());
    }

    private static String text(Set<InetAddress> addresses) {
        return addresses.stream().map(IpAddresses::text).sorted().collect(Collectors.joining(", "));
    }
}
