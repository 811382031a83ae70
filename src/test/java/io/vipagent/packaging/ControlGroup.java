package io.vipagent.packaging;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A control group with little memory and half a CPU, of version 1 or 2, whichever this machine has.
 *
 * @param directories one for each hierarchy
 */
record ControlGroup(List<Path> directories) {
    private static final Path ALL = Path.of("/sys/fs/cgroup");

    /** Nothing where this user may make none. */
    static Optional<ControlGroup> make(String name, long memory) {
        ControlGroup group = new ControlGroup(new ArrayList<>());
        try {
            if (Files.exists(ALL.resolve("cgroup.controllers"))) {
                Path directory = group.add(ALL.resolve(name));
                Files.writeString(directory.resolve("memory.max"), Long.toString(memory));
                Files.writeString(directory.resolve("cpu.max"), "50000 100000");
            } else {
                Path ofMemory = group.add(ALL.resolve("memory").resolve(name));
                Files.writeString(ofMemory.resolve("memory.limit_in_bytes"), Long.toString(memory));
                Path ofCpu = group.add(ALL.resolve("cpu").resolve(name));
                Files.writeString(ofCpu.resolve("cpu.cfs_period_us"), "100000");
                Files.writeString(ofCpu.resolve("cpu.cfs_quota_us"), "50000");
            }
            return Optional.of(group);
        } catch (IOException e) {
            group.remove();
            return Optional.empty();
        }
    }

    /** What a shell runs to move itself in here. */
    String enter() {
        return String.join(
                " && ",
                directories.stream()
                        .map(directory -> "echo $$ >" + directory + "/cgroup.procs")
                        .toList());
    }

    /** Removes it, which the kernel allows when the last process has left. */
    void remove() {
        for (Path directory : directories) {
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
                Files.deleteIfExists(directory);
                return true;
            });
        }
    }

    private Path add(Path directory) throws IOException {
        Files.createDirectory(directory);
        directories.add(directory);
        return directory;
    }
}
