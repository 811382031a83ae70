package io.vipagent.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The version that the build wrote into the program. */
public final class Version {
    private static final String UNKNOWN = "unknown";
    private static final int SHORT_COMMIT_LENGTH = 12;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");
    private static final String RESOURCE = "/io/vipagent/platform/version.txt";

    private Version() {}

    /** Read once: every status names the version. */
    private static final class Lines {
        private static final List<String> ALL = read();

        private Lines() {}
    }

    /** Returns the version, such as {@code 0.1.0}. */
    public static String current() {
        return Lines.ALL.stream().findFirst().orElse(UNKNOWN);
    }

    /**
     * Returns the commit of the source that was built, in hexadecimal; {@code unknown} where the build was not told.
     */
    public static String revision() {
        return Lines.ALL.stream()
                .skip(1)
                .filter(line -> COMMIT.matcher(line).matches())
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** Returns one line for people: version, runtime and commit. */
    public static String line() {
        String commit = revision();
        return "vip-agent " + current() + " (" + runtime() + "), commit "
                + commit.substring(0, Math.min(commit.length(), SHORT_COMMIT_LENGTH));
    }

    private static List<String> read() {
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            return in == null
                    ? List.of()
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Returns {@code native} or {@code jvm}. */
    public static String runtime() {
        return System.getProperty("org.graalvm.nativeimage.imagecode") == null ? "jvm" : "native";
    }
}
