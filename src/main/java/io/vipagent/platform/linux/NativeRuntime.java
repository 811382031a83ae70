package io.vipagent.platform.linux;

import org.graalvm.nativeimage.VMRuntime;

/** The runtime of a native image, which a JVM has no need of. */
public final class NativeRuntime {
    private NativeRuntime() {}

    /**
     * Begins it: from then on SIGTERM runs the hooks of an orderly end, and to write to a connection that the other
     * side has closed is an error instead of the end of this process. A native image does so before {@code main} where
     * it reads options for itself from the command line (JavaMainWrapper.runCore0 of GraalVM). This one reads none, so
     * {@code main} has to call this first. Does nothing on a JVM.
     */
    public static void begin() {
        if (Linkage.isNativeImage()) {
            InNativeImage.begin();
        }
    }

    /** This class is loaded in a native image alone: a JVM lacks what it refers to. */
    private static final class InNativeImage {
        static void begin() {
            VMRuntime.initialize();
        }
    }
}
