package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.Statement;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.HostFacts.Network;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules look whether this node has the interfaces and the source addresses that its keepalived.conf names. */
public final class InterfaceRules implements Rule {
    @Override
    public Stream<Finding> check(Facts facts) {
        return facts.host().interfaces().isEmpty()
                ? Stream.empty()
                : facts.own()
                        .flatMap(conf -> conf.instances().stream()
                                .flatMap(instance ->
                                        Stream.concat(interfaces(facts, conf, instance), source(facts, instance))));
    }

    private static Stream<Finding> interfaces(Facts facts, KeepalivedConf conf, VrrpInstance instance) {
        Set<String> there =
                facts.host().interfaces().stream().map(Network::name).collect(Collectors.toSet());
        // keepalived makes the interface of a virtual hardware address by itself.
        Set<String> made = instance.body()
                .children("use_vmac", "use_ipvlan")
                .flatMap(line -> line.argument().stream())
                .map(Word::text)
                .collect(Collectors.toSet());
        return conf.dynamicInterfaces()
                ? Stream.empty()
                : named(instance)
                        .filter(word -> !there.contains(word.text())
                                && !made.contains(word.text())
                                && word.text().indexOf('$') < 0)
                        .map(word -> Finding.at(
                                FindingId.INTERFACE_MISSING,
                                word.at(),
                                "this node has no interface " + word.text() + ", but "
                                        + there.stream().sorted().collect(Collectors.joining(", ")),
                                "the name of one that is there"));
    }

    private static Stream<Word> named(VrrpInstance instance) {
        Statement body = instance.body();
        Stream<Word> devices = body.children("virtual_ipaddress", "virtual_ipaddress_excluded")
                .flatMap(block -> block.children().stream())
                .flatMap(line -> device(line.words()));
        Stream<Word> tracked = body.children("track_interface")
                .flatMap(block -> block.children().stream())
                .map(Statement::head);
        return Stream.of(body.value("interface").stream(), devices, tracked).flatMap(words -> words);
    }

    private static Stream<Word> device(List<Word> words) {
        int at = words.stream().map(Word::text).toList().indexOf("dev");
        return words.stream().skip(at + 1L).limit(at < 0 ? 0 : 1);
    }

    private static Stream<Finding> source(Facts facts, VrrpInstance instance) {
        return instance.source().stream()
                .filter(word -> IpAddresses.literal(word.text())
                        .filter(address -> !facts.addresses().has(address))
                        .isPresent())
                .map(word -> Finding.at(
                        FindingId.SOURCE_ADDRESS_MISSING,
                        word.at(),
                        "no interface of this node has " + word.text(),
                        "the address of this node on "
                                + instance.interfaceName().orElse("that network") + ", or leave the line out"));
    }
}
