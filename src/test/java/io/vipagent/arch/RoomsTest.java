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
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which room may lean on which. Dependencies point one way: down to {@code core}, which leans on nothing. */
@AnalyzeClasses(packages = "io.vipagent", importOptions = DoNotIncludeTests.class)
class RoomsTest {
    private static final String HOUSE = "io.vipagent";
    private static final String FENCE = "```rooms\n";
    private static final String PICTURE = "```\n";

    /** Columns of the picture that hold the wings' names. */
    private static final int PICTURE_MARGIN = 12;

    private static final Pattern WING = Pattern.compile(" ([A-Za-z]+)");

    /** The wings from the bottom up: each may lean on those before it, and {@code core} on itself alone. */
    private static final List<String> WINGS = List.of("platform", "core", "config", "agent", "tools", "cli", "Main");

    /** Every room, and every other room that it uses: a new word is a decision, one that nobody needs goes. */
    private static final Map<String, Set<String>> LEANS_ON = read(inTheArchitectureDocument());

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
    static final ArchRule WINGS_HAVE_NO_CYCLES =
            slices().matching(HOUSE + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching(HOUSE + ".(**)").should().beFreeOfCycles();

    /** A proxy of haproxy knows its servers, and a server its proxy: a tree with a way up. */
    @ArchTest
    static final ArchRule FILES_HAVE_NO_CYCLES = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    String file = type.getFullName().replaceFirst("\\$.*", "");
                    return file.matches(".*\\.conf\\.haproxy\\.(Proxy|Server)")
                            ? SliceIdentifier.ignore()
                            : SliceIdentifier.of(file);
                }

                @Override
                public String getDescription() {
                    return "files";
                }
            })
            .should()
            .beFreeOfCycles();

    /** An arrow that points up cannot be written into the table either. */
    @ArchTest
    static void everyArrowPointsDown(JavaClasses house) {
        LEANS_ON.forEach((room, used) -> assertThat(used)
                .as(room)
                .allMatch(other -> wing(other).equals(wing(room)) || mayLeanOn(wing(room), wing(other))));
    }

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

    /** The picture on top of the document shows the same: every wing from the top down, and every room in it. */
    @ArchTest
    static void thePictureShowsEveryRoomAndNoOther(JavaClasses house) {
        Map<String, Set<String>> drawn = new LinkedHashMap<>();
        String wing = "";
        for (String line : block(PICTURE).lines().toList()) {
            Matcher begin = WING.matcher(line);
            wing = begin.lookingAt() ? begin.group(1) : wing;
            drawn.computeIfAbsent(wing, none -> new TreeSet<>())
                    .addAll(roomsIn(line.substring(Math.min(line.length(), PICTURE_MARGIN))));
        }
        Map<String, Set<String>> rooms = new TreeMap<>();
        for (String room : LEANS_ON.keySet()) {
            String[] names = room.split("\\.", 2);
            Set<String> inside = rooms.computeIfAbsent(names[0], none -> new TreeSet<>());
            Stream.of(names).skip(1).forEach(inside::add);
        }
        assertThat(List.copyOf(drawn.keySet())).isEqualTo(WINGS.reversed());
        assertThat(drawn).isEqualTo(rooms);
    }

    /** Items of one word: what is in parentheses explains, and a word with a colon begins a list. */
    private static Set<String> roomsIn(String line) {
        return Arrays.stream(line.replaceAll("\\([^)]*\\)|\\w+:", "  ").split("[·,]|\\s{2,}"))
                .map(String::strip)
                .filter(item -> item.matches("[a-z0-9]+"))
                .collect(Collectors.toSet());
    }

    /** The document is the rule: the block of docs/ARCHITECTURE.md that is fenced as rooms. */
    private static String inTheArchitectureDocument() {
        return block(FENCE);
    }

    private static String block(String fence) {
        try {
            String text = Files.readString(Path.of("docs/ARCHITECTURE.md"));
            int start = text.indexOf(fence) + fence.length();
            return text.substring(start, text.indexOf("```", start));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** The name of a class's room, a wing and a package in it; a class at the front door is a room of its own. */
    private static String room(JavaClass type) {
        if (type.getPackageName().equals(HOUSE)) {
            return type.getSimpleName();
        }
        String[] names = type.getPackageName().substring(HOUSE.length() + 1).split("\\.");
        return names.length == 1 ? names[0] : names[0] + "." + names[1];
    }

    private static String wing(String room) {
        return room.split("\\.", 2)[0];
    }

    private static boolean mayLeanOn(String from, String to) {
        return !from.equals("core") && WINGS.indexOf(to) < WINGS.indexOf(from);
    }
}
