package io.vipagent.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Which room may lean on which. Dependencies point one way: down to {@code check}, which leans on nothing. */
@AnalyzeClasses(packages = "io.vipagent", importOptions = DoNotIncludeTests.class)
class RoomsTest {
    private static final String HOUSE = "io.vipagent";

    /** Every room, and every other room that it uses: a new word is a decision, one that nobody needs goes. */
    private static final Map<String, Set<String>> LEANS_ON = read("""
            check:
            text:
            time:
            version:
            vrrp:

            verdict: check
            probe: check time
            net: time
            kernel: time

            vip: kernel time
            monitor: check probe time verdict
            peers: check monitor probe time verdict vip
            status: check monitor peers verdict vip

            control: check keepalived net time vip
            haproxy: check monitor net text time verdict
            keepalived: check monitor text verdict vip
            config: check control haproxy keepalived probe time verdict
            metrics: check config keepalived monitor peers probe status time verdict version vip
            http: monitor status verdict
            doctor: check config control haproxy keepalived kernel peers probe text time verdict vrrp

            render: check config
            migrate: check config doctor haproxy keepalived text

            agent: check config control haproxy keepalived kernel metrics monitor peers probe status time verdict version vip
            cli: agent check config control doctor keepalived migrate monitor probe render time version
            Main: agent cli
            """);

    /** In a native image one may never hear that its socket is readable (oracle/graal#13787). */
    @ArchTest
    static final ArchRule NO_VIRTUAL_THREADS = noClasses()
            .should()
            .callMethod(Thread.class, "ofVirtual")
            .orShould()
            .callMethod(Thread.class, "startVirtualThread", Runnable.class)
            .orShould()
            .callMethod(Executors.class, "newVirtualThreadPerTaskExecutor");

    @ArchTest
    static final ArchRule LEAN_ON_ROOMS_BELOW_ALONE = classes()
            .should(new ArchCondition<>("lean on rooms below alone") {
                @Override
                public void check(JavaClass from, ConditionEvents events) {
                    Set<String> allowed = LEANS_ON.getOrDefault(room(from), Set.of());
                    for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                        JavaClass to = dependency.getTargetClass().getBaseComponentType();
                        if (isOurs(to) && !room(to).equals(room(from)) && !allowed.contains(room(to))) {
                            events.add(SimpleConditionEvent.violated(from, dependency.getDescription()));
                        }
                    }
                }
            });

    @ArchTest
    static final ArchRule HAVE_NO_CYCLES =
            slices().matching(HOUSE + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static void theTableIsNoWiderThanTheHouse(JavaClasses house) {
        Map<String, Set<String>> really = new TreeMap<>();
        for (JavaClass from : house.that(DescribedPredicate.not(simpleName("package-info")))) {
            Set<String> used = really.computeIfAbsent(room(from), room -> new TreeSet<>());
            from.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(to -> isOurs(to) && !room(to).equals(room(from)))
                    .forEach(to -> used.add(room(to)));
        }
        assertThat(really).isEqualTo(LEANS_ON);
    }

    private static Map<String, Set<String>> read(String table) {
        return table.lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.split(":", 2))
                .collect(Collectors.toMap(room -> room[0], room -> words(room[1]), (a, b) -> a, TreeMap::new));
    }

    private static Set<String> words(String text) {
        return text.isBlank() ? Set.of() : Set.of(text.strip().split(" "));
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(HOUSE) || type.getPackageName().startsWith(HOUSE + ".");
    }

    /** The name of a class's room; a class at the front door is a room of its own. */
    private static String room(JavaClass type) {
        return type.getPackageName().equals(HOUSE)
                ? type.getSimpleName()
                : type.getPackageName().substring(HOUSE.length() + 1).split("\\.", 2)[0];
    }
}
