package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.core.text.Durations;
import io.vipagent.core.text.IpAddresses;
import io.vipagent.core.wire.Advert;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.WireFacts.Heard;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rules look whether those who were heard under an instance's number are its other nodes, and understand it. Shows
 * no password.
 */
public final class WireRules implements Rule {
    private static final int OWNER = 255;
    private static final int MIN_CHANGES = 3;

    @Override
    public Stream<Finding> check(Facts facts) {
        return facts.own()
                .flatMap(conf -> conf.instances().stream()
                        .flatMap(instance ->
                                Adverts.of(facts, instance).stream().flatMap(adverts -> check(facts, conf, adverts))));
    }

    private static Stream<Finding> check(Facts facts, KeepalivedConf conf, Adverts adverts) {
        VrrpInstance instance = adverts.instance();
        return Stream.of(
                        adverts.heard().stream().flatMap(heard -> clash(facts, adverts, heard).stream()),
                        Adverts.ofOtherNumbers(facts, instance).stream().map(heard -> otherNumber(instance, heard)),
                        adverts.ours().stream().flatMap(heard -> unheard(instance, heard).stream()),
                        adverts.ours().stream().flatMap(heard -> rejected(conf, instance, heard).stream()),
                        adverts.ours().stream().flatMap(heard -> priority(conf, instance, heard).stream()),
                        twoMasters(facts, adverts).stream())
                .flatMap(found -> found);
    }

    /** A node of this cluster has other addresses by mistake; a stranger has them by right. */
    private static Optional<Finding> clash(Facts facts, Adverts adverts, Heard heard) {
        VrrpInstance instance = adverts.instance();
        if (adverts.own().equals(new HashSet<>(heard.advert().addresses()))) {
            return Optional.empty();
        }
        boolean node = adverts.isOurs(heard) || facts.addresses().others().contains(heard.source());
        return Optional.of(Finding.at(
                node ? FindingId.VIPS_DIFFER : FindingId.ROUTER_ID_CLASH,
                instance.at(node ? "virtual_ipaddress" : "virtual_router_id"),
                name(heard) + " advertises virtual_router_id "
                        + heard.advert().routerId() + " for "
                        + text(heard.advert().addresses()) + ", and "
                        + instance.name().text() + " is for "
                        + text(adverts.own().stream().toList()),
                node
                        ? "the same virtual_ipaddress on every node of the cluster"
                        : "virtual_router_id with a number from 1 to 255 that nobody on the network has, the "
                                + "same on every node of this cluster"));
    }

    private static Finding otherNumber(VrrpInstance instance, Heard heard) {
        return Finding.at(
                FindingId.ROUTER_ID_DIFFERS,
                instance.at("virtual_router_id"),
                name(heard) + " advertises virtual_router_id "
                        + heard.advert().routerId() + " for "
                        + text(heard.advert().addresses()) + ", and "
                        + instance.name().text() + " has " + instance.routerId().orElse("none"),
                "virtual_router_id " + heard.advert().routerId() + ", the same on every node");
    }

    /** Returns whether the other node hears this one, where it sends by another way than it listens here. */
    private static Optional<Finding> unheard(VrrpInstance instance, Heard heard) {
        if (heard.multicast()
                .filter(multicast -> multicast == instance.isUnicast())
                .isPresent()) {
            return Optional.of(Finding.at(
                    FindingId.UNICAST_DIFFERS,
                    instance.at("unicast_peer"),
                    name(heard) + " sends advertisements to " + (instance.isUnicast() ? "the group" : "named nodes")
                            + ", and "
                            + instance.name().text() + " to "
                            + (instance.isUnicast() ? String.join(", ", instance.peers()) : "the group"),
                    "unicast_peer { the other nodes } on every node, or on none"));
        }
        return !instance.isUnicast() || instance.peers().stream().anyMatch(peer -> IpAddresses.same(peer, name(heard)))
                ? Optional.empty()
                : Optional.of(Finding.at(
                        FindingId.PEER_NOT_NAMED,
                        instance.at("unicast_peer"),
                        name(heard) + " advertises, and unicast_peer names " + String.join(", ", instance.peers()),
                        "unicast_peer { " + name(heard) + " }, beside the others"));
    }

    /** Returns the first reason for which keepalived drops the advertisement. */
    private static Optional<Finding> rejected(KeepalivedConf conf, VrrpInstance instance, Heard heard) {
        Advert advert = heard.advert();
        int version = conf.version(instance);
        if (advert.version() != version) {
            return Optional.of(Finding.at(
                    FindingId.VERSION_DIFFERS,
                    instance.at("version"),
                    name(heard) + " sends version " + advert.version() + ", and "
                            + instance.name().text() + " has version " + version,
                    "version " + advert.version() + ", the same on every node"));
        }
        return version == 2
                ? authentication(instance, heard).or(() -> interval(FindingId.ADVERT_INTERVAL_DIFFERS, instance, heard))
                : interval(FindingId.ADVERT_INTERVAL_UNEVEN, instance, heard);
    }

    private static Optional<Finding> authentication(VrrpInstance instance, Heard heard) {
        int type = heard.advert().authentication();
        if (type != instance.authenticationType()) {
            return Optional.of(Finding.at(
                    FindingId.AUTHENTICATION_DIFFERS,
                    instance.at("authentication"),
                    name(heard) + " sends authentication type " + type + ", and "
                            + instance.name().text() + " has " + instance.authenticationType()
                            + " (0 none, 1 PASS, 2 AH)",
                    "authentication, the same on every node"));
        }
        String own = instance.sentPassword();
        return heard.advert()
                .password()
                .filter(password -> !password.equals(own))
                .map(password -> Finding.at(
                        FindingId.PASSWORDS_DIFFER,
                        instance.at("authentication"),
                        name(heard) + " sends another auth_pass",
                        "auth_pass, the same on every node"));
    }

    private static Optional<Finding> interval(FindingId id, VrrpInstance instance, Heard heard) {
        return heard.advert().interval().equals(instance.advertInterval())
                ? Optional.empty()
                : Optional.of(Finding.at(
                        id,
                        instance.at("advert_int"),
                        name(heard) + " advertises every "
                                + Durations.seconds(heard.advert().interval()) + " s, and "
                                + instance.name().text() + " every " + Durations.seconds(instance.advertInterval())
                                + " s",
                        "advert_int " + Durations.seconds(heard.advert().interval()) + ", the same on every node"));
    }

    private static Optional<Finding> priority(KeepalivedConf conf, VrrpInstance instance, Heard heard) {
        int priority = heard.advert().priority();
        if (priority == OWNER) {
            return Optional.of(Finding.at(
                    FindingId.PRIORITY_255,
                    instance.at("priority"),
                    name(heard) + " advertises priority 255",
                    "priority 254, on " + name(heard)));
        }
        return priority != Weights.best(conf, instance)
                ? Optional.empty()
                : Optional.of(Finding.at(
                        FindingId.EQUAL_PRIORITIES,
                        instance.at("priority"),
                        name(heard) + " advertises priority " + priority + ", which "
                                + instance.name().text() + " has too",
                        "priority " + (instance.priority() > 1 ? instance.priority() - 1 : 2)));
    }

    /** A takeover is one change of the sender; there and back and there again is none. */
    private static Optional<Finding> twoMasters(Facts facts, Adverts adverts) {
        List<InetAddress> senders = adverts.heard().stream()
                .filter(heard -> adverts.isOurs(heard) && heard.advert().priority() > 0)
                .map(Heard::source)
                .toList();
        long changes = IntStream.range(1, senders.size())
                .filter(i -> !senders.get(i).equals(senders.get(i - 1)))
                .count();
        boolean here = senders.size() > 1
                && !adverts.own().isEmpty()
                && facts.wire().kept().containsAll(adverts.own());
        String who = text(senders.stream().distinct().toList());
        return changes < MIN_CHANGES && !here
                ? Optional.empty()
                : Optional.of(Finding.at(
                        FindingId.TWO_MASTERS,
                        adverts.instance().at("virtual_ipaddress"),
                        here
                                ? "this node has the VIP, and " + who + " advertises it"
                                : who + " advertise "
                                        + text(adverts.own().stream().toList()) + " in turn",
                        "what makes them hear each other: a firewall that lets protocol 112 pass, "
                                + "unicast_peer, the same version and authentication"));
    }

    private static String name(Heard heard) {
        return IpAddresses.text(heard.source());
    }

    private static String text(List<InetAddress> addresses) {
        return addresses.isEmpty()
                ? "no address"
                : addresses.stream().map(IpAddresses::text).sorted().collect(Collectors.joining(", "));
    }
}
