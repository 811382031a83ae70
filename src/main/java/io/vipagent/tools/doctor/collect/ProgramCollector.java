package io.vipagent.tools.doctor.collect;

import io.vipagent.tools.doctor.facts.ToolVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What other programs say of themselves. Each gets two seconds. */
final class ProgramCollector {
    private static final long PATIENCE_SECONDS = 2;
    private static final List<String> UNITS = List.of("vip-agent.service", "keepalived.service", "haproxy.service");

    private ProgramCollector() {}

    /** The version that a program prints. */
    static Optional<ToolVersion> version(String program, String option) {
        return run(program, option).flatMap(ToolVersion::in);
    }

    /** What systemd says of our units; nothing of those that it does not know. */
    static Map<String, String> units() {
        Map<String, String> states = new TreeMap<>();
        for (String unit : UNITS) {
            run("systemctl", "is-enabled", unit)
                    .map(String::strip)
                    .filter(state -> state.matches("[a-z-]+") && !state.equals("not-found"))
                    .ifPresent(state -> states.put(unit, state));
        }
        return states;
    }

    private static Optional<String> run(String program, String... arguments) {
        Optional<String> path = find(program);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try {
            Process process = new ProcessBuilder(Stream.concat(path.stream(), Arrays.stream(arguments))
                            .toList())
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return Optional.of(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Daemons are where an ordinary user's PATH does not lead. */
    private static Optional<String> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin";
        return Arrays.stream(path.split(":"))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> directory + "/" + program)
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst();
    }
}
