package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.Statement;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The virtual router of a keepalived.conf that carries the apiservers' VIP.
 *
 * @param conf its file
 * @param main the instance that was taken
 * @param other that of the other family, where it is the same router on the same interface
 */
record Router(KeepalivedConf conf, VrrpInstance main, Optional<VrrpInstance> other) {
    private static final int DEFAULT_PRIORITY = 100;

    /** Returns the instance that has {@code vip}, or else that tracks a script, or else the first one. */
    static Optional<Router> of(KeepalivedConf conf, Optional<String> vip) {
        List<VrrpInstance> all = conf.instances();
        Optional<VrrpInstance> asked = vip.map(AddressWords::normalized)
                .flatMap(wanted -> all.stream()
                        .filter(instance -> instance.addresses().stream()
                                .anyMatch(address -> AddressWords.normalized(address.address())
                                        .equals(wanted)))
                        .findFirst());
        return asked.or(() -> all.stream()
                        .filter(instance -> !instance.scripts().isEmpty())
                        .findFirst())
                .or(() -> all.stream().findFirst())
                .map(main -> new Router(conf, main, sibling(main, all)));
    }

    private static Optional<VrrpInstance> sibling(VrrpInstance main, List<VrrpInstance> all) {
        return all.stream()
                .filter(other -> other.isIpv6() != main.isIpv6()
                        && other.routerId().equals(main.routerId())
                        && other.interfaceName().equals(main.interfaceName()))
                .findFirst();
    }

    /** Returns both of its instances, as far as they are there. */
    Stream<VrrpInstance> instances() {
        return Stream.concat(Stream.of(main), other.stream());
    }

    /** Returns the instance of IPv4, the only one in which versions and passwords differ. */
    Optional<VrrpInstance> four() {
        return instances().filter(instance -> !instance.isIpv6()).findFirst();
    }

    /** 2 or 3, of IPv4; keepalived's default is 2. */
    int version() {
        return four().flatMap(instance -> instance.body().value("version"))
                .or(() -> global("vrrp_version").flatMap(Statement::argument))
                .map(word -> word.is("3") ? 3 : 2)
                .orElse(2);
    }

    /** Returns where that is written, else where the instance begins. */
    Position versionAt() {
        return main.body()
                .child("version")
                .or(() -> global("vrrp_version"))
                .map(Statement::at)
                .orElse(main.at("version"));
    }

    /**
     * Not {@link VrrpInstance#priority} alone: 255 would be the owner of the address, whose weights count for nothing.
     */
    int priority() {
        return Math.clamp(main.body().value("priority").isPresent() ? main.priority() : DEFAULT_PRIORITY, 1, 254);
    }

    boolean isMaster() {
        return main.body().value("state").filter(word -> word.is("MASTER")).isPresent();
    }

    /** Returns the address that its advertisements come from, where it is written. */
    Optional<Word> source() {
        return main.body().value("unicast_src_ip").or(() -> main.body().value("mcast_src_ip"));
    }

    /** Returns the last line of global_defs of this name. */
    Optional<Statement> global(String name) {
        return conf.tree().statements().stream()
                .filter(statement -> statement.is("global_defs"))
                .flatMap(block -> block.children(name))
                .reduce((first, second) -> second);
    }
}
