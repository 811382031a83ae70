package io.vipagent.platform.linux;

/**
 * How native calls are made here. The JVM finds functions by name and calls them by the foreign-function API. A static
 * executable has no symbols to look up: there the linker binds them, as it does for the JDK's own libraries, which
 * needs no more of GraalVM than its published API. This class is initialised while a native image is built, so the
 * other way is not in the binary at all.
 */
final class Linkage {
    /**
     * {@code buildtime} while a native image is built and {@code runtime} in it (ImageInfo.PROPERTY_IMAGE_CODE_KEY).
     */
    private static final String IN_NATIVE_IMAGE = "org.graalvm.nativeimage.imagecode";

    static final LibC LIBC = find();

    private Linkage() {}

    /** Returns whether this is a native image, or one that is being built. */
    static boolean isNativeImage() {
        return System.getProperty(IN_NATIVE_IMAGE) != null;
    }

    private static LibC find() {
        if (isNativeImage()) {
            return new LinkedLibC();
        }
        // The numbers in this room are Linux'.
        String system = System.getProperty("os.name", "");
        if (!system.equals("Linux")) {
            return new AbsentLibC("native calls are made on Linux alone, and this is " + system);
        }
        try {
            return new ForeignLibC();
        } catch (RuntimeException | LinkageError e) {
            return new AbsentLibC("native calls are not permitted here: " + e);
        }
    }
}
