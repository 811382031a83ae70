package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A {@code vrrp_instance}: one virtual router on one interface. */
public record VrrpInstance(Word name, Statement body) {
    /** So many characters of a password count. */
    public static final int MAX_PASSWORD = 8;

    private static final int MAX_DOWN_TIMER_ADVERTS = 100;
    private static final int DEFAULT_PRIORITY = 100;
    private static final int MAX_PRIORITY = 255;
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

    /** Returns the interface that VRRP is spoken on, where one is written. */
    public Optional<String> interfaceName() {
        return text("interface");
    }

    /** Returns {@code virtual_router_id} as it is written, where it is. */
    public Optional<String> routerId() {
        return text("virtual_router_id");
    }

    /** Returns the priority before any weight; 100 where keepalived does not take what is written. */
    public int priority() {
        return text("priority")
                .flatMap(Numbers::integer)
                .filter(priority -> priority >= 1 && priority <= MAX_PRIORITY)
                .orElse(DEFAULT_PRIORITY);
    }

    /** Returns whether it owns the address: scripts, weights and the switches of accepting change nothing then. */
    public boolean isOwner() {
        return priority() == MAX_PRIORITY;
    }

    /** Returns the state that it begins with, as it is written; keepalived takes BACKUP for anything but MASTER. */
    public Optional<Word> state() {
        return body.value("state");
    }

    /**
     * Returns whether it never takes over from a lower priority; on an instance that begins as MASTER keepalived clears
     * it.
     */
    public boolean neverPreempts() {
        return nopreempt() && state().filter(word -> word.is("MASTER")).isEmpty();
    }

    /** Returns whether {@code nopreempt} is written. */
    public boolean nopreempt() {
        return body.child("nopreempt").isPresent();
    }

    /** Returns the password that {@code authentication} gives, as it is written. */
    public Optional<Word> password() {
        return body.child("authentication").flatMap(block -> block.value("auth_pass"));
    }

    /**
     * Returns the password that keepalived uses: VRRP version 2 carries 8 bytes, and what is behind them is cut off.
     */
    public Optional<String> effectivePassword() {
        return password()
                .map(word -> word.text()
                        .substring(0, Math.min(MAX_PASSWORD, word.text().length())));
    }

    /** Returns the same as an advertisement carries it: empty where there is none. */
    public String sentPassword() {
        return effectivePassword().orElse("");
    }

    /**
     * Returns the kind of {@code authentication} as version 2 numbers it: 0 none, 1 a password, 2 a header of its own.
     */
    public int authenticationType() {
        String type = body.child("authentication")
                .flatMap(block -> block.value("auth_type"))
                .map(Word::text)
                .orElse("");
        return type.equals("PASS") ? 1 : type.equals("AH") ? 2 : 0;
    }

    /** Returns the time from one advertisement to the next. */
    public Duration advertInterval() {
        return text("advert_int")
                .flatMap(Numbers::seconds)
                .filter(Duration::isPositive)
                .orElse(DEFAULT_INTERVAL);
    }

    /**
     * Returns for how long a holder may stand still without losing the VIP, where {@code down_timer_adverts} says how
     * many advertisements are waited for: of those one may have been due as the pause began.
     */
    public Optional<Duration> outlasts() {
        return text("down_timer_adverts")
                .flatMap(Numbers::integer)
                .filter(adverts -> adverts >= 1 && adverts <= MAX_DOWN_TIMER_ADVERTS)
                .map(adverts -> advertInterval().multipliedBy(adverts - 1L));
    }

    /**
     * Returns the addresses that its advertisements carry: those of {@code virtual_ipaddress} that are of the first
     * one's family.
     */
    public List<VirtualAddress> advertised() {
        return body.children("virtual_ipaddress")
                .flatMap(block -> block.children().stream())
                .map(VirtualAddress::of)
                .filter(vip -> vip.address().indexOf(':') >= 0 == isIpv6())
                .toList();
    }

    /** Returns the addresses of {@code virtual_ipaddress} and of {@code virtual_ipaddress_excluded}. */
    public List<VirtualAddress> addresses() {
        return virtualAddresses().toList();
    }

    private Stream<VirtualAddress> virtualAddresses() {
        return body.children("virtual_ipaddress", "virtual_ipaddress_excluded")
                .flatMap(block -> block.children().stream())
                .map(VirtualAddress::of);
    }

    /** Returns whether its advertisements go to named nodes alone. */
    public boolean isUnicast() {
        return !peers().isEmpty();
    }

    /** Returns the address that its advertisements come from, where it is written. */
    public Optional<Word> source() {
        return body.value("unicast_src_ip").or(() -> body.value("mcast_src_ip"));
    }

    /** Returns the other nodes, where the advertisements are unicast. */
    public List<String> peers() {
        return body.children("unicast_peer")
                .flatMap(block -> block.children().stream())
                .map(line -> line.head().text())
                .toList();
    }

    /** Returns the scripts that count. */
    public List<Tracked> scripts() {
        return Tracked.in(body, "track_script");
    }

    /** Returns the files that count. */
    public List<Tracked> files() {
        return Tracked.in(body, "track_file");
    }

    /** Returns the processes that count. */
    public List<Tracked> processes() {
        return Tracked.in(body, "track_process");
    }

    /** Returns whether there is anything that it moves: an address, or routes alone. */
    public boolean movesAnything() {
        return !addresses().isEmpty()
                || body.children("virtual_routes")
                        .anyMatch(block -> !block.children().isEmpty());
    }

    /** What tells one virtual router of a network from another: its number, and the family of its addresses. */
    public record RouterIdentity(String id, boolean ipv6) {}

    /** Returns the virtual router that it means, where its number is written. */
    public Optional<RouterIdentity> router() {
        return routerId().map(id -> new RouterIdentity(id, isIpv6()));
    }

    /** Returns whether its advertisements go over IPv6: the first address decides. */
    public boolean isIpv6() {
        return body.child("native_ipv6").isPresent()
                || virtualAddresses().limit(1).anyMatch(vip -> vip.address().indexOf(':') >= 0);
    }

    /** Returns where {@code key} is written, else where the instance begins. */
    public Position at(String key) {
        return body.at(key);
    }

    /** Returns {@code version}, where it says so itself; keepalived takes no other than 2 and 3. */
    Optional<Integer> version() {
        return text("version").flatMap(Numbers::integer).filter(version -> version == 2 || version == 3);
    }

    private Optional<String> text(String key) {
        return body.value(key).map(Word::text);
    }
}
