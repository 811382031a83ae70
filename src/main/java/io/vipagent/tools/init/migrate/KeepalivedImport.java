package io.vipagent.tools.init.migrate;

import io.vipagent.core.text.Durations;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.Statement;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.init.cluster.ClusterOptions;
import io.vipagent.tools.init.cluster.VrrpPassword;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What keepalived.conf says that every node must say alike. */
final class KeepalivedImport {
    /** keepalived reads no more of a password. */
    private final List<Router> routers;

    private final MigrationLog notes;

    private KeepalivedImport(List<Router> routers, MigrationLog notes) {
        this.routers = routers;
        this.notes = notes;
    }

    /**
     * Returns the router of each file; notes what they have in common, what stands in the way, and what is left over.
     */
    static List<Router> read(List<KeepalivedConf> confs, Map<String, Source> scripts, MigrationLog notes) {
        List<Router> routers = new ArrayList<>();
        Optional<String> vip = notes.asked("vip");
        for (KeepalivedConf conf : confs) {
            Optional<Router> router = Router.of(conf, vip);
            router.ifPresentOrElse(
                    routers::add, () -> notes.problem("vip", conf.file() + ": there is no vrrp_instance in it"));
            KeepalivedLeftovers.note(conf, router, scripts, notes);
        }
        if (!routers.isEmpty()) {
            new KeepalivedImport(routers, notes).read();
        }
        return routers;
    }

    private void read() {
        Router first = routers.getFirst();
        vips(first);
        alike("interface", router -> router.main().body().value("interface"))
                .ifPresent(word -> notes.put("interface", word.text(), word.at()));
        alike("router-id", router -> router.main().body().value("virtual_router_id"))
                .ifPresent(word -> notes.put("router-id", word.text(), word.at()));
        first.main().body().child("unicast_peer").ifPresent(block -> notes.put("unicast", "true", block.at()));
        profile(first);
    }

    private void vips(Router first) {
        lines(first).forEach(line -> notes.put("vip", address(line), line.at()));
        for (Router router : routers.subList(1, routers.size())) {
            if (!addresses(router).equals(addresses(first))) {
                notes.problem(
                        "vip",
                        "the files differ: " + String.join(", ", addresses(first)) + " (" + at(first) + ") and "
                                + String.join(", ", addresses(router)) + " (" + at(router) + ")");
            }
        }
    }

    private static String at(Router router) {
        return router.main().at("virtual_ipaddress").lineOfFile();
    }

    private static List<String> addresses(Router router) {
        return lines(router).map(KeepalivedImport::address).toList();
    }

    private static Stream<Statement> lines(Router router) {
        return router.instances()
                .flatMap(instance -> instance.body().children("virtual_ipaddress"))
                .flatMap(block -> block.children().stream());
    }

    private static String address(Statement line) {
        return line.head().text().split("/", 2)[0];
    }

    /** Returns the first file's word, which the others must have too. */
    private Optional<Word> alike(String option, Function<Router, Optional<Word>> value) {
        Optional<Word> first = value.apply(routers.getFirst());
        for (Router router : routers.subList(1, routers.size())) {
            Optional<Word> other = value.apply(router);
            if (!other.map(Word::text).equals(first.map(Word::text))) {
                notes.problem(
                        option,
                        "the files differ: " + said(first, routers.getFirst()) + " and " + said(other, router)
                                + "; init knows one for all");
            }
        }
        return first;
    }

    private static String said(Optional<Word> word, Router router) {
        return word.map(given ->
                        AddressWords.shown(given.text()) + " (" + given.at().lineOfFile() + ")")
                .orElse("none (" + router.main().at("").lineOfFile() + ")");
    }

    private void profile(Router first) {
        for (Router router : routers) {
            if (router.version() != first.version()) {
                notes.obstacle("the files differ: VRRP " + first.version() + " ("
                        + first.versionAt().lineOfFile() + ") and " + router.version() + " ("
                        + router.versionAt().lineOfFile() + "); a node of the other version takes the VIP as well");
            }
        }
        boolean old = first.version() == 2 && first.four().isPresent();
        Optional<String> asked = notes.asked("profile");
        if (first.version() == 3 && asked.filter("kubeadm"::equals).isPresent()) {
            notes.obstacle("profile: kubeadm speaks VRRP 2 and the old nodes 3 ("
                    + first.versionAt().lineOfFile()
                    + "): a node of the other version takes the VIP as well; leave it out");
        }
        notes.put(
                "profile",
                first.version() == 3 ? "recommended" : "kubeadm",
                first.version() == 3
                        ? "VRRP 3, as in " + first.versionAt().lineOfFile()
                        : "VRRP version, advertisements, router id and password stay what they are: old and new "
                                + "nodes understand each other");
        nopreempt(first, asked);
        nodePause(first);
        if (old && asked.filter(profile -> !profile.equals("kubeadm")).isEmpty()) {
            first.four().ifPresent(this::mustMatch);
        } else if (old) {
            notes.remark("profile " + asked.orElse("") + " speaks VRRP 3 and the old nodes 2 ("
                    + first.versionAt().lineOfFile() + "): change all nodes at once, as docs/MIGRATION.md says");
        }
    }

    private void nopreempt(Router first, Optional<String> asked) {
        first.main().body().child("nopreempt").ifPresent(line -> {
            if (asked.orElse(first.version() == 3 ? "recommended" : "kubeadm").equals("kubeadm")) {
                notes.left(
                        line.at(),
                        "nopreempt",
                        "with profile kubeadm's weight no backup would ever take the VIP; the other profiles "
                                + "take --nopreempt");
            } else {
                notes.put("nopreempt", "true", line.at());
            }
        });
    }

    private void nodePause(Router first) {
        first.main().body().child("down_timer_adverts").ifPresent(line -> {
            Optional<Duration> outlasts = first.main().outlasts().filter(ClusterOptions::isNodePause);
            outlasts.ifPresentOrElse(
                    pause -> notes.put("node-pause", Durations.format(pause), line.at()),
                    () -> notes.left(
                            line.at(),
                            "down_timer_adverts",
                            "it is --node-pause now: how long a node may stand still and keep the VIP"));
        });
    }

    /** Where advertisements differ, both sides drop the other's and take the VIP. */
    private void mustMatch(VrrpInstance four) {
        String allAtOnce =
                "; make it so on all nodes first, or take --profile recommended: both all at once (docs/MIGRATION.md)";
        four.body()
                .value("advert_int")
                .filter(word -> !word.text().matches("0*1(\\.0*)?"))
                .ifPresent(word -> notes.obstacle("advert_int " + AddressWords.shown(word.text()) + " ("
                        + word.at().lineOfFile()
                        + "): profile kubeadm sends every second, and VRRP 2 drops advertisements of another"
                        + " interval" + allAtOnce));
        four.body()
                .child("authentication")
                .flatMap(block -> block.value("auth_type"))
                .filter(word -> !word.text().equals("PASS"))
                .ifPresent(word -> notes.obstacle("auth_type " + AddressWords.shown(word.text()) + " ("
                        + word.at().lineOfFile() + "): profile kubeadm has PASS" + allAtOnce));
        Optional<Word> password = four.password();
        for (Router router : routers) {
            Optional<String> other = router.four().flatMap(VrrpInstance::effectivePassword);
            if (!other.equals(four.effectivePassword())) {
                notes.obstacle("auth_pass: the files differ ("
                        + four.at("authentication").lineOfFile() + " and "
                        + router.main().at("authentication").lineOfFile()
                        + "): these nodes drop each other's advertisements");
            }
        }
        if (password.isEmpty()) {
            notes.obstacle(
                    "auth_pass: there is none (" + four.at("authentication").lineOfFile()
                            + "): profile kubeadm sends one, and nodes without one drop it" + allAtOnce);
        }
        password.ifPresent(word -> {
            if (notes.asked("auth-pass-file").isPresent()) {
                notes.remark("auth-pass-file is given: it must hold the password of "
                        + word.at().lineOfFile() + ", or old and new nodes drop each other's advertisements");
            }
            if (word.text().length() > VrrpInstance.MAX_PASSWORD) {
                notes.remark("auth_pass has " + word.text().length() + " characters ("
                        + word.at().lineOfFile() + "), of which keepalived has read " + VrrpInstance.MAX_PASSWORD
                        + "; so the new one has those");
            }
            String sent = four.effectivePassword().orElse("");
            notes.password(sent, word.at());
            VrrpPassword.problem(sent)
                    .filter(problem -> notes.asked("auth-pass-file").isEmpty())
                    .ifPresent(problem -> notes.obstacle("auth_pass (" + word.at() + "): " + problem
                            + "; give all nodes another password first, or take --profile "
                            + "recommended, which has none"));
        });
    }
}
