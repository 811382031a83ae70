package io.vipagent.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version that the build wrote into the program. */
public final class Version {
    private static final String RESOURCE = "/io/vipagent/platform/version.txt";

    private Version() {}

    /** Such as {@code 0.1.0}. */
    public static String current() {
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** {@code native} or {@code jvm}. */
    public static String runtime() {
        return System.getProperty("org.graalvm.nativeimage.imagecode") == null ? "jvm" : "native";
    }
}
