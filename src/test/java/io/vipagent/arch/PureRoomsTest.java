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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The pure rooms know words and arithmetic: no clock, no thread, no chance, no I/O, no framework. */
@AnalyzeClasses(packages = "io.vipagent", importOptions = DoNotIncludeTests.class)
class PureRoomsTest {
    /** One pattern of packages: core, and of the tools those that judge and read, not those that collect and write. */
    private static final String PURE =
            "io\\.vipagent\\.(core|tools\\.(conf|doctor\\.(rules|facts)|init\\.(cluster|migrate)))(\\..*)?";

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

    /** A package that is renamed must not fall out of these rules unnoticed. */
    @ArchTest
    static void everyPureRoomIsThere(JavaClasses house) {
        Set<String> pure = new TreeSet<>();
        house.stream().filter(arePure()).forEach(type -> pure.add(type.getPackageName()));
        assertThat(pure)
                .contains(
                        "io.vipagent.core.health",
                        "io.vipagent.core.protocol",
                        "io.vipagent.core.status",
                        "io.vipagent.core.target",
                        "io.vipagent.core.text",
                        "io.vipagent.core.vip",
                        "io.vipagent.core.wire",
                        "io.vipagent.tools.conf",
                        "io.vipagent.tools.conf.haproxy",
                        "io.vipagent.tools.conf.keepalived",
                        "io.vipagent.tools.doctor.facts",
                        "io.vipagent.tools.doctor.rules",
                        "io.vipagent.tools.init.cluster",
                        "io.vipagent.tools.init.migrate")
                .doesNotContain("io.vipagent.platform.linux", "io.vipagent.agent.probe", "io.vipagent.tools.host");
    }

    private static DescribedPredicate<JavaClass> arePure() {
        return DescribedPredicate.describe(
                "are pure", type -> type.getPackageName().matches(PURE));
    }

    private static DescribedPredicate<JavaClass> doNoIo() {
        return DescribedPredicate.describe(
                "do no I/O",
                type -> !type.getPackageName().matches("(java\\.(io|net|nio|rmi|sql)|javax\\.net|sun)(\\..*)?")
                        || HARMLESS.matcher(type.getName()).matches());
    }
}
