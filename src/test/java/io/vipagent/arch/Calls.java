package io.vipagent.arch;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.properties.HasName;
import java.util.regex.Pattern;

/** Calls, field reads and method references by what they reach. */
final class Calls {
    private Calls() {}

    /** Reads a clock, or waits by one: in the JDK all of it goes through these. */
    static DescribedPredicate<JavaAccess<?>> ofAClock() {
        return to("java\\.lang\\.System\\.(nanoTime|currentTimeMillis)")
                .or(to("java\\.time\\..*\\.now"))
                .or(to("java\\.time\\.(Clock|InstantSource)\\.(system|tick).*"))
                .or(to("java\\.util\\.Date\\.<init>\\(\\)"))
                .or(to("java\\.util\\.(Calendar|GregorianCalendar)\\.(getInstance|<init>)"))
                .or(to("java\\.util\\.Timer\\..*"))
                .or(to("java\\.lang\\.Thread\\.sleep"))
                .or(to("java\\.util\\.concurrent\\.TimeUnit\\.(sleep|timedWait|timedJoin)"))
                .or(to("java\\.util\\.concurrent\\.locks\\.LockSupport\\.park.*"))
                .as("reads a clock");
    }

    /** Opens a file; in the JDK all of it goes through these. */
    static DescribedPredicate<JavaAccess<?>> ofAnOpenFile() {
        return to("java\\.nio\\.file\\.Files\\.(read(?!Attributes|SymbolicLink).*|lines|new(?!DirectoryStream).*|write.*|copy|mismatch)")
                .or(to("java\\.nio\\.channels\\.(Asynchronous)?FileChannel\\.open"))
                .or(to(
                        "java\\.io\\.(RandomAccessFile|FileInputStream|FileOutputStream|FileReader|FileWriter|PrintStream)"
                                + "\\.<init>\\((java\\.lang\\.String|java\\.io\\.File(?!Descriptor)).*\\)"))
                .or(to("java\\.util\\.Scanner\\.<init>"))
                .as("opens a file");
    }

    /** Draws at random. */
    static DescribedPredicate<JavaAccess<?>> ofChance() {
        return to("java\\.lang\\.Math\\.random")
                .or(to("java\\.util\\.UUID\\.randomUUID"))
                .or(to("java\\.util\\.Collections\\.shuffle"))
                .as("draws at random");
    }

    /** Asks the machine: resolver, file system, environment, console. */
    static DescribedPredicate<JavaAccess<?>> ofTheMachine() {
        return to("java\\.net\\.InetAddress\\.(getByName|getAllByName|getLocalHost|isReachable)")
                .or(to("java\\.net\\.InetAddress\\.(getHostName|getCanonicalHostName)"))
                .or(to("java\\.net\\.InetSocketAddress\\.getHostName"))
                .or(to("java\\.net\\.InetSocketAddress\\.<init>\\(java\\.lang\\.String, int\\)"))
                .or(to("java\\.net\\.URI\\.toURL"))
                .or(to("java\\.nio\\.file\\.Path\\.(toRealPath|toAbsolutePath|toFile|register|getFileSystem)"))
                .or(to("java\\.lang\\.(System|Runtime|ProcessHandle)\\.(?!identityHashCode|arraycopy).*"))
                .as("asks the machine");
    }

    /** {@code pattern} is of {@code owner.name}, or of {@code owner.name(parameters)}. */
    static DescribedPredicate<JavaAccess<?>> to(String pattern) {
        Pattern full = Pattern.compile(pattern + "(\\(.*\\))?");
        return DescribedPredicate.describe(
                "reaches " + pattern, access -> full.matcher(name(access)).matches());
    }

    private static String name(JavaAccess<?> access) {
        return ((HasName.AndFullName) access.getTarget()).getFullName();
    }
}
