package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.Statement;
import io.vipagent.tools.conf.keepalived.Tracked;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.ToolVersion;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether keepalived takes the values that are written. The ranges are those of keepalived.conf(5), tried with
 * {@code keepalived -t} of 2.2.7.
 */
public final class ValueRules implements Rule {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Za-z][A-Za-z0-9_]*\\}");
    private static final Pattern WHOLE_VARIABLE = Pattern.compile("\\$[A-Za-z][A-Za-z0-9_]*");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,12}(\\.[0-9]{0,9})?");
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,12}");

    /** IFNAMSIZ of the kernel, without the end of the text. */
    private static final int MAX_LABEL = 15;

    private static final Set<String> SCOPES = Set.of("site", "link", "host", "nowhere", "global");

    /** What runs through a shell, or may hold any character. */
    private static final Set<String> FREE = Set.of("auth_pass", "script", "process", "smtp_helo_name");

    /** Takes decimals in {@code interval} and {@code timeout} of a script. */
    private static final ToolVersion FIRST_DECIMAL = new ToolVersion(2, 3, 2);

    /** The smallest and the largest value of a key, as keepalived's own messages name them. */
    private record Range(String min, String max, boolean decimal) {
        boolean contains(String text) {
            if (!(decimal ? NUMBER : INTEGER).matcher(text).matches()) {
                return false;
            }
            BigDecimal value = new BigDecimal(text);
            return value.compareTo(new BigDecimal(min)) >= 0 && value.compareTo(new BigDecimal(max)) <= 0;
        }

        @Override
        public String toString() {
            return min + " to " + max;
        }
    }

    private static final Range BYTE = new Range("1", "255", false);
    private static final Range INTERVAL = new Range("0.01", "255", true);
    private static final Range WEIGHT = new Range("-253", "253", false);
    private static final Range PROCESS_WEIGHT = new Range("-254", "254", false);
    private static final Range COUNT = new Range("1", "2147483647", false);
    private static final Range SECONDS = new Range("1", "4294", false);
    private static final Range DECIMAL_SECONDS = new Range("0.001", "4294", true);
    private static final Range PREEMPT_DELAY = new Range("0", "1000", true);
    private static final Range TTL = new Range("0", "255", false);
    private static final BigDecimal MAX_VERSION_3_INTERVAL = new BigDecimal("40.95");

    @Override
    public Stream<Finding> check(Facts facts) {
        return facts.keepalived().stream()
                .flatMap(conf -> Stream.of(
                                variables(conf),
                                conf.instances().stream().flatMap(instance -> instance(conf, instance)),
                                conf.scripts().stream()
                                        .flatMap(script ->
                                                script(script, facts.host().keepalived())))
                        .flatMap(found -> found));
    }

    private static Stream<Finding> variables(KeepalivedConf conf) {
        // A password may hold any character, but it is not ${AUTH_PASS}.
        Stream<Word> passwords = conf.instances().stream()
                .flatMap(instance -> instance.password().stream())
                .filter(word -> VARIABLE.matcher(word.text()).matches());
        Stream<Word> others = conf.everything()
                .filter(statement -> !FREE.contains(statement.head().text())
                        && !statement.head().text().startsWith("notify"))
                .flatMap(statement -> statement.words().stream())
                .filter(word -> isVariable(word.text()));
        return Stream.concat(others, passwords)
                .map(word -> Finding.at(
                        FindingId.VARIABLE_UNDEFINED,
                        word.at(),
                        word.text() + " is not defined",
                        "the value itself, or above it $NAME=VALUE"));
    }

    private static boolean isVariable(String text) {
        return VARIABLE.matcher(text).find() || WHOLE_VARIABLE.matcher(text).matches();
    }

    private static Stream<Finding> instance(KeepalivedConf conf, VrrpInstance instance) {
        Statement body = instance.body();
        return Stream.of(
                        missing(body, "virtual_router_id", "virtual_router_id with a number from 1 to 255"),
                        conf.defaultInterface().isPresent()
                                ? Stream.<Finding>empty()
                                : missing(body, "interface", "interface with the name of one of the node's"),
                        body.children("state", "priority", "advert_int", "version", "preempt_delay")
                                .filter(line -> line.argument().isEmpty())
                                .map(line -> Finding.at(
                                        FindingId.VALUE_MISSING,
                                        line.at(),
                                        line.head().text() + " has no value",
                                        line.head().text() + " with a value, or leave it out")),
                        word(body, "state", List.of("MASTER", "BACKUP")),
                        range(body, "virtual_router_id", BYTE),
                        range(body, "priority", BYTE),
                        range(body, "advert_int", INTERVAL),
                        word(body, "version", List.of("2", "3")),
                        range(body, "preempt_delay", PREEMPT_DELAY),
                        range(body, "unicast_ttl", TTL),
                        address(body, "unicast_src_ip"),
                        address(body, "mcast_src_ip"),
                        body.child("authentication").stream().flatMap(ValueRules::authentication),
                        body.children("unicast_peer")
                                .flatMap(block -> block.children().stream())
                                .flatMap(line -> address(line.head(), "unicast_peer")),
                        body.children("virtual_ipaddress", "virtual_ipaddress_excluded")
                                .flatMap(block -> block.children().stream())
                                .flatMap(line -> Stream.concat(vip(line.head()), vipWords(line))),
                        mixedPeers(instance),
                        mixed(instance),
                        rounded(conf, instance),
                        instance.scripts().stream().flatMap(tracked -> weight(tracked, WEIGHT)),
                        instance.processes().stream().flatMap(tracked -> weight(tracked, PROCESS_WEIGHT)))
                .flatMap(found -> found);
    }

    private static Stream<Finding> authentication(Statement block) {
        return Stream.concat(
                word(block, "auth_type", List.of("PASS", "AH")),
                block.value("auth_pass").isPresent()
                        ? Stream.empty()
                        : Stream.of(Finding.at(
                                FindingId.VALUE_MISSING,
                                block.at(),
                                "authentication has no auth_pass, and keepalived ignores it then",
                                "auth_pass with at most 8 characters, the same on every node")));
    }

    private static Stream<Finding> script(VrrpScript script, Optional<ToolVersion> version) {
        Statement body = script.body();
        Range seconds =
                version.filter(known -> known.compareTo(FIRST_DECIMAL) < 0).isPresent() ? SECONDS : DECIMAL_SECONDS;
        return Stream.of(
                        range(body, "interval", seconds),
                        body.value("timeout").filter(word -> word.is("0")).isPresent()
                                ? Stream.<Finding>empty()
                                : range(body, "timeout", seconds),
                        range(body, "rise", COUNT),
                        range(body, "fall", COUNT),
                        range(body, "weight", WEIGHT))
                .flatMap(found -> found);
    }

    private static Stream<Finding> missing(Statement body, String key, String fix) {
        return body.value(key).isPresent()
                ? Stream.empty()
                : Stream.of(Finding.at(
                        FindingId.VALUE_MISSING,
                        body.at(),
                        body.argument().orElse(body.head()).text() + " has no " + key,
                        fix));
    }

    private static Stream<Finding> word(Statement body, String key, List<String> expected) {
        return rejected(body.value(key), key, String.join(" or ", expected), text -> expected.contains(text));
    }

    private static Stream<Finding> range(Statement body, String key, Range range) {
        return rejected(body.value(key), key, "a number from " + range, range::contains);
    }

    private static Stream<Finding> weight(Tracked tracked, Range range) {
        List<Word> words = tracked.line().words();
        int at = words.stream().map(Word::text).toList().indexOf("weight");
        return rejected(
                words.stream().skip(at + 1L).limit(at < 0 ? 0 : 1).findFirst(),
                "weight",
                "a number from " + range,
                range::contains);
    }

    private static Stream<Finding> address(Statement body, String key) {
        return body.value(key).stream().flatMap(word -> address(word, key));
    }

    private static Stream<Finding> address(Word word, String key) {
        return rejected(
                Optional.of(word),
                key,
                "an IP address",
                text -> IpAddresses.literal(text).isPresent());
    }

    private static Stream<Finding> vip(Word word) {
        return rejected(Optional.of(word), "virtual_ipaddress", "an IP address, maybe with /PREFIX", text -> {
            String[] parts = text.split("/", 2);
            return IpAddresses.literal(parts[0])
                    .filter(address -> parts.length == 1
                            || new Range("0", Integer.toString(address.getAddress().length * Byte.SIZE), false)
                                    .contains(parts[1]))
                    .isPresent();
        });
    }

    /** keepalived 2.2.7 leaves the address out for any of these. */
    private static Stream<Finding> vipWords(Statement line) {
        return Stream.of(
                        rejected(
                                after(line, "brd"),
                                "brd",
                                "an IPv4 address, + or -",
                                text -> text.equals("+")
                                        || text.equals("-")
                                        || IpAddresses.literal(text).isPresent()),
                        rejected(
                                after(line, "label"),
                                "label",
                                "at most " + MAX_LABEL + " characters",
                                text -> text.length() <= MAX_LABEL),
                        rejected(
                                after(line, "scope"),
                                "scope",
                                "site, link, host, nowhere, global or a number from 0 to 255",
                                text -> SCOPES.contains(text) || TTL.contains(text)))
                .flatMap(found -> found);
    }

    private static Optional<Word> after(Statement line, String key) {
        List<Word> words = line.words();
        int at = words.stream().map(Word::text).toList().indexOf(key);
        return words.stream().skip(at + 1L).limit(at < 0 ? 0 : 1).findFirst();
    }

    private static Stream<Finding> rejected(
            Optional<Word> value, String key, String expected, Predicate<String> takes) {
        return value.stream()
                .filter(word -> !isVariable(word.text()) && !takes.test(word.text()))
                .map(word -> Finding.at(
                        FindingId.VALUE_REJECTED,
                        word.at(),
                        key + " " + word.text() + " is not taken; expected " + expected,
                        key + " with " + expected));
    }

    /**
     * keepalived 2.2.7: "address family must match VRRP instance - ignoring"; those of the other may be excluded ones.
     */
    private static Stream<Finding> mixed(VrrpInstance instance) {
        return instance.body()
                .children("virtual_ipaddress")
                .flatMap(block -> block.children().stream())
                .map(Statement::head)
                .filter(word ->
                        IpAddresses.literal(word.text().split("/", 2)[0]).isPresent()
                                && word.text().indexOf(':') >= 0 != instance.isIpv6())
                .map(word -> Finding.at(
                        FindingId.VALUE_REJECTED,
                        word.at(),
                        word.text() + " is of another address family than "
                                + instance.name().text() + "; keepalived leaves it out",
                        "virtual_ipaddress_excluded { " + word.text() + " }, or an instance of its own"));
    }

    /** keepalived 2.2.7: "MUST be of the same family !!! Skipping", and multicast where no peer is left. */
    private static Stream<Finding> mixedPeers(VrrpInstance instance) {
        if (instance.addresses().isEmpty()) {
            return Stream.empty();
        }
        return instance.body()
                .children("unicast_peer")
                .flatMap(block -> block.children().stream())
                .map(Statement::head)
                .filter(word -> IpAddresses.literal(word.text()).isPresent()
                        && word.text().indexOf(':') >= 0 != instance.isIpv6())
                .map(word -> Finding.at(
                        FindingId.VALUE_REJECTED,
                        word.at(),
                        "unicast_peer " + word.text() + " is of another address family than "
                                + instance.name().text() + "; keepalived leaves it out",
                        "the address of the same node in the family of the VIP"));
    }

    private static Stream<Finding> rounded(KeepalivedConf conf, VrrpInstance instance) {
        return instance.body().value("advert_int").stream()
                .filter(word -> INTERVAL.contains(word.text()))
                .flatMap(word -> {
                    BigDecimal seconds = new BigDecimal(word.text());
                    if (conf.version(instance) == 2
                            && seconds.stripTrailingZeros().scale() > 0) {
                        return Stream.of(Finding.at(
                                FindingId.VALUE_ROUNDED,
                                word.at(),
                                "advert_int " + word.text() + " is not a whole number, and version 2 has no others",
                                "version 3, on every node, or a whole number of seconds"));
                    }
                    return conf.version(instance) == 3 && seconds.compareTo(MAX_VERSION_3_INTERVAL) > 0
                            ? Stream.of(Finding.at(
                                    FindingId.VALUE_ROUNDED,
                                    word.at(),
                                    "advert_int " + word.text() + " is more than version 3 has",
                                    "advert_int with a number from 0.01 to " + MAX_VERSION_3_INTERVAL))
                            : Stream.empty();
                });
    }
}
