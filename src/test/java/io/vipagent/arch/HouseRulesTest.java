package io.vipagent.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;

/** Rules for every room. */
@AnalyzeClasses(packages = "io.vipagent", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
    private static final long MAX_FILES_OF_A_PACKAGE = 30;

    private static final Set<String> PATIENCE_SETTING =
            Set.of("TargetScheduleTable.PATIENCE", "ProbeSchedule.DEFAULT_PATIENCE", "Profile.PATIENCE");

    /** Else a test could not move time by hand, and a judgement could mix two clocks. */
    @ArchTest
    static final ArchRule TIME_ALONE_READS_CLOCKS = noClasses()
            .that()
            .resideOutsideOfPackage("io.vipagent.platform.time")
            .should()
            .accessTargetWhere(Calls.ofAClock());

    @ArchTest
    static final ArchRule MAIN_ALONE_EXITS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.vipagent.Main")
            .should()
            .accessTargetWhere(Calls.to("java\\.lang\\.(System|Runtime)\\.exit"));

    /** The one where even an orderly end may hang, the other where nothing has begun that would want one. */
    @ArchTest
    static final ArchRule MAIN_AND_THE_WATCHDOG_ALONE_HALT = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.vipagent.cli.Watchdog")
            .and()
            .doNotHaveFullyQualifiedName("io.vipagent.agent.LastResort")
            .and()
            .doNotHaveFullyQualifiedName("io.vipagent.Main")
            .should()
            .accessTargetWhere(Calls.to("java\\.lang\\.Runtime\\.halt"));

    /** The agent logs; only a command writes to the terminal, and Main flushes what it wrote. */
    @ArchTest
    static final ArchRule COMMANDS_ALONE_WRITE_TO_THE_CONSOLE = noClasses()
            .that()
            .resideOutsideOfPackage("io.vipagent.cli..")
            .and()
            .doNotHaveFullyQualifiedName("io.vipagent.Main")
            .should()
            .accessTargetWhere(Calls.to("java\\.lang\\.System\\.(out|err|in|console)"));

    /** Every command but {@code run} must cost next to nothing: Quarkus starts behind {@code agent.Launch}. */
    @ArchTest
    static final ArchRule COMMANDS_DO_NOT_START_A_FRAMEWORK = noClasses()
            .that()
            .resideInAPackage("io.vipagent.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.vertx..", "io.micrometer..", "jakarta..", "org.jboss..");

    /** They hold what was given on a command line; who asks the agent, the disk or other nodes is beside the commands. */
    @ArchTest
    static final ArchRule OPTIONS_DO_NO_IO = noClasses()
            .that()
            .resideInAPackage("io.vipagent.cli.option")
            .or(DescribedPredicate.describe("are mixins", HouseRulesTest::isMixin))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vipagent.agent..", "java.nio.channels..", "java.net.http..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.nio\\.file\\.Files|java\\.net\\.(Server|Datagram|Multicast)?Socket")
            .orShould()
            .accessTargetWhere(Calls.to("java\\.lang\\.System\\.(out|err|in|console|getenv)"));

    /** What a reader can take in at a glance, the words about the package among them. */
    @ArchTest
    static void aPackageHasAtMostThirtyFiles(JavaClasses house) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            Map<Path, Long> counts = files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
            assertThat(counts)
                    .isNotEmpty()
                    .allSatisfy((folder, count) ->
                            assertThat(count).as("files in %s", folder).isLessThanOrEqualTo(MAX_FILES_OF_A_PACKAGE));
        }
    }

    /** Where no method says OPTIONS, the framework answers it with 200 by itself, for a dead node too. */
    @ArchTest
    static final ArchRule RESOURCES_ANSWER_OPTIONS_THEMSELVES = classes()
            .that()
            .areAnnotatedWith(jakarta.ws.rs.Path.class)
            .should(new ArchCondition<>("declare OPTIONS for every path that they declare GET for") {
                @Override
                public void check(JavaClass resource, ConditionEvents events) {
                    if (!paths(resource, GET.class).equals(paths(resource, OPTIONS.class))) {
                        events.add(SimpleConditionEvent.violated(resource, resource.getName()));
                    }
                }
            });

    private static boolean isMixin(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream()
                .map(Dependency::getOriginClass)
                .flatMap(user -> user.getFields().stream())
                .anyMatch(field ->
                        field.isAnnotatedWith(Mixin.class) && field.getRawType().equals(type));
    }

    private static Set<String> paths(JavaClass resource, Class<? extends Annotation> method) {
        return resource.getMethods().stream()
                .filter(each -> each.isAnnotatedWith(method))
                .map(each -> each.tryGetAnnotationOfType(jakarta.ws.rs.Path.class)
                        .map(jakarta.ws.rs.Path::value)
                        .orElse(""))
                .collect(Collectors.toSet());
    }

    /** Else a FIFO, a device or a file of gigabytes in the place of a file would hang or end whoever opens it. */
    @ArchTest
    static final ArchRule ONE_WAY_TO_OPEN_A_FILE = noClasses()
            .that()
            .resideOutsideOfPackage("io.vipagent.platform.files")
            .and()
            .doNotHaveFullyQualifiedName("io.vipagent.platform.linux.FileDescriptorReader")
            .and()
            .doNotHaveFullyQualifiedName("io.vipagent.platform.linux.Fifo")
            .should()
            .accessTargetWhere(Calls.ofAnOpenFile());

    /** Such a name says nothing of what is inside, so anything may go in. */
    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_DOES =
            noClasses().should().haveNameMatching(".*\\.[^.]*(Util|Manager|Helper)[^.]*");

    /** A reader who sees a name knows which type is meant; private types are known in their own file alone. */
    @ArchTest
    static void noTwoTypesShareASimpleName(JavaClasses house) {
        Map<String, Set<String>> names = new TreeMap<>();
        house.stream()
                .filter(type -> !type.isAnonymousClass())
                .filter(type ->
                        !type.getSimpleName().isEmpty() && !type.getSimpleName().equals("package-info"))
                .filter(type -> !type.getModifiers().contains(JavaModifier.SYNTHETIC))
                .forEach(type -> names.computeIfAbsent(type.getSimpleName(), none -> new TreeSet<>())
                        .add(type.getName()));
        assertThat(names.values().stream().filter(types -> types.size() > 1)).isEmpty();
    }

    /** The field says MAX, MIN, TIMEOUT and INTERVAL; {@code patience} is a setting. */
    @ArchTest
    static final ArchRule CONSTANTS_HAVE_THE_WORDS_OF_THE_FIELD = fields().that()
            .areStatic()
            .and()
            .areFinal()
            .and(DescribedPredicate.describe(
                    "are not the setting patience",
                    field -> !field.getModifiers().contains(JavaModifier.ENUM)
                            && !PATIENCE_SETTING.contains(field.getOwner().getSimpleName() + "." + field.getName())))
            .should()
            .haveNameNotMatching("(.*_)?(" + WordList.CONSTANTS + ")(_.*)?");

    /** A type has the name by which keepalived, haproxy, Prometheus or Kubernetes know the thing. */
    @ArchTest
    static final ArchRule TYPES_HAVE_THE_WORDS_OF_THE_FIELD =
            noClasses().should().haveNameMatching(".*[.$](" + WordList.TYPES + ")([$0-9].*)?");
}
