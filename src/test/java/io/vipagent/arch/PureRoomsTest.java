package io.vipagent.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The pure rooms know words and arithmetic: no clock, no thread, no chance, no I/O, no framework. */
@AnalyzeClasses(packages = "io.vipagent", importOptions = DoNotIncludeTests.class)
class PureRoomsTest {
    private static final List<String> PURE = List.of(
            "check\\..*",
            "verdict\\..*",
            "status\\..*",
            "config\\.(?!ConfigLoader|Preflight).*",
            "control\\.(Request|Reply)",
            "haproxy\\.(AgentReply|AllowList|conf\\..*)",
            "keepalived\\.(conf\\..*|NotifyLines?|NotifyNote)",
            "doctor\\.(?!look).*",
            "text\\..*",
            "migrate\\.(?!look).*",
            "monitor\\.(Beat|Snapshot|View)",
            "peers\\.(ClockOffset|Clocks|Contact|Finding|Given|Holder.*|Holding|Peer|PeerLines|PeerReport|PeerStatus.*"
                    + "|PeerView|Roster|StatusFields|Unreadable)",
            "probe\\.(Classifier|ResponseParser)",
            "render\\.(?!Templates|OutFolder|NodeFiles).*",
            "vrrp\\..*",
            "vip\\.(?!HostInterfaces|Interfaces|Lookout|SightingListener|VipWatch|WakeUps).*");

    private static final Pattern PURE_CLASS =
            Pattern.compile("io\\.vipagent\\.(" + String.join("|", PURE) + ")(\\$.*)?");

    /** What the JDK's I/O packages have that does no I/O: names, addresses, errors, and text in memory. */
    private static final Pattern HARMLESS = Pattern.compile("java\\.io\\.(Serializable|StringWriter|Writer)"
            + "|java\\.net\\.(URI|InetAddress|InetSocketAddress)"
            + "|java\\.nio\\.file\\.Path"
            + "|java\\.nio\\.(Byte)?Buffer"
            + "|java\\.nio\\.charset\\..*"
            + "|(java\\.(io|net|nio\\.file)|javax\\.net\\.ssl)\\.\\w*Exception");

    @ArchTest
    static final ArchRule READ_NO_CLOCK = noClasses().that(arePure()).should().accessTargetWhere(Calls.ofAClock());

    @ArchTest
    static final ArchRule DRAW_NOTHING_AT_RANDOM = noClasses()
            .that(arePure())
            .should()
            .accessTargetWhere(Calls.ofChance())
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(.*Random.*|random\\..*)|java\\.security\\.SecureRandom.*");

    @ArchTest
    static final ArchRule START_AND_AWAIT_NO_THREAD = noClasses()
            .that(arePure())
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.lang\\.(Thread.*|ScopedValue.*)|java\\.util\\.concurrent\\..*|java\\.util\\.Timer.*");

    @ArchTest
    static final ArchRule DO_NO_IO = classes().that(arePure()).should().onlyDependOnClassesThat(doNoIo());

    @ArchTest
    static final ArchRule ASK_THE_MACHINE_NOTHING =
            noClasses().that(arePure()).should().accessTargetWhere(Calls.ofTheMachine());

    @ArchTest
    static final ArchRule KNOW_NO_FRAMEWORK = noClasses()
            .that(arePure())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "io.vertx..",
                    "io.netty..",
                    "io.micrometer..",
                    "jakarta..",
                    "org.jboss..",
                    "picocli..");

    /** A class that is renamed must not fall out of these rules unnoticed. */
    @ArchTest
    static void everyPureClassIsThere(JavaClasses house) {
        Set<String> pure = new TreeSet<>();
        house.stream().filter(arePure()).forEach(type -> pure.add(type.getName()));
        for (String room : PURE) {
            assertThat(pure).as(room).anyMatch(name -> name.matches("io\\.vipagent\\." + room));
        }
        assertThat(pure)
                .contains(
                        "io.vipagent.control.Request",
                        "io.vipagent.control.Request$Drain",
                        "io.vipagent.control.Reply",
                        "io.vipagent.haproxy.AgentReply",
                        "io.vipagent.haproxy.AllowList$Cidr",
                        "io.vipagent.keepalived.NotifyLine$Event",
                        "io.vipagent.keepalived.NotifyLines",
                        "io.vipagent.keepalived.NotifyNote",
                        "io.vipagent.monitor.Beat",
                        "io.vipagent.monitor.Snapshot",
                        "io.vipagent.monitor.View",
                        "io.vipagent.peers.Holders",
                        "io.vipagent.peers.Holding$Word",
                        "io.vipagent.peers.PeerStatusReader",
                        "io.vipagent.peers.StatusFields",
                        "io.vipagent.probe.Classifier",
                        "io.vipagent.probe.ResponseParser",
                        "io.vipagent.render.Cluster",
                        "io.vipagent.render.NodeData",
                        "io.vipagent.vip.Consistency",
                        "io.vipagent.vip.Sighting",
                        "io.vipagent.vip.VrrpBoard")
                .doesNotContain("io.vipagent.config.ConfigLoader", "io.vipagent.config.Preflight");
    }

    private static DescribedPredicate<JavaClass> arePure() {
        return DescribedPredicate.describe(
                "are pure", type -> PURE_CLASS.matcher(type.getName()).matches());
    }

    private static DescribedPredicate<JavaClass> doNoIo() {
        return DescribedPredicate.describe(
                "do no I/O",
                type -> !type.getPackageName().matches("(java\\.(io|net|nio|rmi|sql)|javax\\.net|sun)(\\..*)?")
                        || HARMLESS.matcher(type.getName()).matches());
    }
}
