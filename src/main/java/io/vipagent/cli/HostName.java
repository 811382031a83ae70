package io.vipagent.cli;

import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import java.io.IOException;
import java.nio.file.Path;

/** What this host calls itself. */
final class HostName {
    private HostName() {}

    static String read() {
        try {
            return RegularFile.text(Path.of("/proc/sys/kernel/hostname"), FileKind.NOTE)
                    .strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
