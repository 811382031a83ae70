package io.vipagent.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How much CPU time processes have used, all of them read at the same moment. */
final class CpuClock {
    private final Path program;

    CpuClock(Tools tools) {
        program = tools.compiled("cputime");
    }

    /** Seconds of CPU time so far, in the order of {@code pids}. */
    double[] read(long... pids) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        for (long pid : pids) {
            command.add(Long.toString(pid));
        }
        return Child.output(command, "")
                .lines()
                .mapToDouble(line -> Long.parseLong(line) / 1e9)
                .toArray();
    }
}
