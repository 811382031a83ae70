package io.vipagent.tools.init.cluster;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.OptionsFile;
import io.vipagent.tools.init.cluster.Cluster.KubeVip;
import io.vipagent.tools.init.cluster.Cluster.Member;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** From options to a cluster; every problem is found before any is reported. */
public final class ClusterReader {
    private static final int MOST_NODES = 254;
    private static final int API_PORT = 6443;
    private static final int HAPROXY_PORT = 8443;
    private static final String PORT = "a port from 1 to 65535";
    private static final String ADDRESS = "an IPv4 or IPv6 address of a host, without a zone";

    /** As Linux allows them, less what would need quotes in a file. */
    private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,14}");

    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}");
    private static final Pattern PROGRAM = Pattern.compile("(/[A-Za-z0-9._+-]+)+");
    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9._+=,:;/-]{1,8}");

    private final OptionReader given;

    private ClusterReader(OptionReader given) {
        this.given = given;
    }

    /**
     * The cluster that was described.
     *
     * @param options by their names, without dashes
     * @param password of VRRP version 2, if one was given
     * @param before what was wrong already
     * @param where the options are, for the message
     * @throws InvalidConfiguration with everything that is wrong
     */
    public static Cluster read(
            Map<String, List<OptionsFile.Given>> options, Optional<String> password, List<String> before, String where)
            throws InvalidConfiguration {
        OptionReader given = new OptionReader(options);
        Optional<Cluster> cluster = new ClusterReader(given).cluster(password);
        List<String> problems = new ArrayList<>(before);
        problems.addAll(given.problems());
        if (!problems.isEmpty() || cluster.isEmpty()) {
            throw new InvalidConfiguration(where, List.copyOf(new LinkedHashSet<>(problems)));
        }
        return cluster.get();
    }

    private Optional<Cluster> cluster(Optional<String> password) {
        SetUp setUp = given.need(
                "set-up",
                OptionReader.words(SetUp.values(), SetUp::label),
                SetUp.SYSTEMD,
                OptionReader.word(SetUp.values(), SetUp::label));
        List<InetAddress> vips = given.all("vip", ADDRESS, Addresses::parse);
        if (!given.has("vip")) {
            given.say("vip", "missing, expected " + ADDRESS);
        }
        List<Member> members = members();
        int apiPort = given.read("api-port", PORT, API_PORT, OptionReader.number(1, 65_535));
        int port = given.read("port", PORT, setUp.haproxy() ? HAPROXY_PORT : apiPort, OptionReader.number(1, 65_535));
        boolean unicast = given.read("unicast", "true or false", false, ClusterReader::bool);
        Optional<Integer> metrics = given.read(
                "haproxy-metrics-port",
                PORT,
                Optional.empty(),
                text -> OptionReader.number(1, 65_535).apply(text).map(Optional::of));
        password.filter(text -> !PASSWORD.matcher(text).matches())
                .ifPresent(
                        text -> given.say(
                                "auth-pass-file",
                                "given a password of " + text.length()
                                        + " characters, expected 1 to 8 letters, digits and . _ + = , : ; / -: VRRP carries no more"));
        Cluster cluster = new Cluster(
                setUp,
                given.read(
                        "profile",
                        OptionReader.words(Profile.values(), Profile::label),
                        Profile.RECOMMENDED,
                        OptionReader.word(Profile.values(), Profile::label)),
                vips,
                given.need("interface", "the name of a network interface", "", text -> matching(INTERFACE, text)),
                members,
                port,
                apiPort,
                given.read("router-id", "a number from 1 to 255", routerId(vips), OptionReader.number(1, 255)),
                password,
                unicast,
                given.read("nopreempt", "true or false", false, ClusterReader::bool),
                given.read(
                        "priority",
                        "a priority from 1 to 254",
                        Optional.empty(),
                        text -> OptionReader.number(1, 254).apply(text).map(Optional::of)),
                given.read("running", "true or false", false, ClusterReader::bool),
                metrics,
                kubeVip(setUp),
                images(),
                given.read(
                        "program",
                        "an absolute path of letters, digits and . _ + -",
                        "/usr/bin/vip-agent",
                        text -> matching(PROGRAM, text)));
        ClusterRules.check(cluster, given);
        return vips.isEmpty() || members.isEmpty() ? Optional.empty() : Optional.of(cluster);
    }

    private List<Member> members() {
        List<Member> members = new ArrayList<>();
        given.pairs(
                        "node",
                        "a node's name: RFC 1123, lower case, at most 63 characters",
                        Member::isName,
                        ADDRESS,
                        Addresses::parse)
                .forEach((name, address) -> members.add(new Member(name, address)));
        if (!given.has("node")) {
            given.say("node", "missing, expected NAME=ADDRESS for each control-plane node");
        }
        if (members.size() > MOST_NODES) {
            given.say(
                    "node",
                    "given " + members.size() + " nodes, expected at most " + MOST_NODES
                            + ": each needs a priority of its own");
        }
        return members;
    }

    private KubeVip kubeVip(SetUp setUp) {
        String mode = given.read(
                "kube-vip-mode",
                "arp or bgp",
                "arp",
                text -> Optional.of(text).filter(word -> word.equals("arp") || word.equals("bgp")));
        for (String option : List.of("kube-vip-mode", "bgp-as", "bgp-peer")) {
            if (given.has(option) && setUp != SetUp.KUBE_VIP) {
                given.say(option, "goes with set-up kube-vip alone");
            } else if (given.has(option) && mode.equals("arp") && !option.equals("kube-vip-mode")) {
                given.say(option, "goes with kube-vip-mode bgp alone");
            }
        }
        if (!mode.equals("bgp")) {
            return new KubeVip.Arp();
        }
        String number = "the number of an autonomous system, 1 to 4294967295";
        long as = given.need("bgp-as", number, 1L, ClusterReader::as);
        List<KubeVip.Peer> peers = new ArrayList<>();
        given.pairs("bgp-peer", "a router's IPv4 address", ClusterReader::isFour, number, ClusterReader::as)
                .forEach((address, theirs) ->
                        peers.add(new KubeVip.Peer(Addresses.parse(address).orElseThrow(), theirs)));
        if (!given.has("bgp-peer")) {
            given.say("bgp-peer", "missing, expected ADDRESS=AS for each router");
        }
        return new KubeVip.Bgp(as, peers);
    }

    private Map<String, String> images() {
        Map<String, String> images = new TreeMap<>(ClusterOptions.IMAGES);
        images.putAll(given.pairs(
                "image",
                "an image: " + OptionReader.words(ClusterOptions.IMAGES.keySet().toArray(String[]::new), word -> word),
                ClusterOptions.IMAGES::containsKey,
                "the reference of an image",
                text -> matching(IMAGE, text)));
        return images;
    }

    /** The last byte of the first VIP: the same on every node without anybody choosing it. */
    private static int routerId(List<InetAddress> vips) {
        byte[] bytes = vips.isEmpty() ? new byte[] {1} : vips.getFirst().getAddress();
        int last = bytes[bytes.length - 1] & 0xff;
        return last == 0 ? 255 : last;
    }

    private static boolean isFour(String text) {
        return Addresses.parse(text).filter(address -> !Cluster.isSix(address)).isPresent();
    }

    private static Optional<Long> as(String text) {
        return Optional.of(Long.parseLong(text)).filter(number -> number >= 1 && number <= 4_294_967_295L);
    }

    private static Optional<Boolean> bool(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<String> matching(Pattern pattern, String text) {
        return Optional.of(text).filter(any -> pattern.matcher(any).matches());
    }
}
