package io.vipagent.platform;

import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The host's name, as its kernel has it. */
public final class HostName {
    /** Where the kernel tells the name. */
    public static final String FILE = "/proc/sys/kernel/hostname";

    private HostName() {}

    /**
     * Returns the name. It is never looked up: where no name server answers that takes five seconds, and check has no
     * such time.
     */
    public static Optional<String> read() {
        try {
            return Optional.of(RegularFile.text(Path.of(FILE), FileKind.NOTE).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
