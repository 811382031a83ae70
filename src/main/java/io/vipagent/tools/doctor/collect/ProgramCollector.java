package io.vipagent.tools.doctor.collect;

import io.vipagent.tools.doctor.facts.HostFacts.Complaint;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What other programs say of themselves and of their files. Each gets a few seconds. */
final class ProgramCollector {
    private static final long TIMEOUT_SECONDS = 5;
    private static final int MAX_COMPLAINTS = 20;
    private static final List<String> UNITS =
            List.of("vip-agent.service", "keepalived.service", "haproxy.service", "haproxy-reload.path");

    /** What keepalived says of a host without its usual user, and not of the file. */
    private static final Pattern NOT_OF_THE_FILE =
            Pattern.compile("SECURITY VIOLATION - scripts are being executed.*|NOTICE: .*"
                    + "|(?:(?!keepalived_script).)*+keepalived_script(?:(?!does not exist).)*+does not exist.*");

    private static final Pattern KEEPALIVED_LINE = Pattern.compile("\\((/[^:]{1,1000}+): Line (\\d+)\\) (.*)");
    private static final Pattern MILD =
            Pattern.compile("(?i).*(warning|deprecated|rounding|setting to|using \\d|duplicate|probably|sensible).*");
    private static final Pattern HAPROXY_LINE = Pattern.compile(
            "\\[(ALERT|WARNING)]\\s*\\(\\d+\\) : (?:config : )?(?:parsing )?(?:\\[(/[^\\]]+:\\d+)] : )?(.*)");
    private static final Pattern HAPROXY_SUM =
            Pattern.compile("(Fatal errors|Error\\(s\\)|Errors? found|Proxy '[^']*': )?.*"
                    + "(in configuration file : .*|in configuration\\.)");

    private ProgramCollector() {}

    /** Returns the version that a program prints. */
    static Optional<ToolVersion> version(String program, String option) {
        return run(program, option).flatMap(ToolVersion::in);
    }

    /** Returns what systemd says of our units; nothing of those that it does not know. */
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

    /** Returns what {@code keepalived -t} says of {@code file}; empty where it does not run. It runs for root alone. */
    static Optional<List<Complaint>> keepalived(String file, String configId) {
        return run("keepalived", "-t", "-f", file, "-i", configId)
                .filter(output -> isRoot())
                .map(output -> output.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty()
                                && !NOT_OF_THE_FILE.matcher(line).matches())
                        .distinct()
                        .limit(MAX_COMPLAINTS)
                        .map(line -> keepalivedLine(file, line))
                        .toList());
    }

    private static Complaint keepalivedLine(String file, String line) {
        Matcher located = KEEPALIVED_LINE.matcher(line);
        boolean refused = !MILD.matcher(line).matches();
        return located.matches()
                ? new Complaint("keepalived", refused, located.group(1) + ":" + located.group(2), located.group(3))
                : new Complaint("keepalived", refused, file, line);
    }

    /** Returns what {@code haproxy -c} says of {@code file}; empty where it does not run. */
    static Optional<List<Complaint>> haproxy(String file) {
        return run("haproxy", "-c", "-f", file)
                .map(output -> output.lines()
                        .map(HAPROXY_LINE::matcher)
                        .filter(Matcher::matches)
                        .filter(line -> !HAPROXY_SUM.matcher(line.group(3)).matches())
                        .limit(MAX_COMPLAINTS)
                        .map(line -> new Complaint(
                                "haproxy",
                                line.group(1).equals("ALERT"),
                                Optional.ofNullable(line.group(2)).orElse(file),
                                line.group(3)))
                        .toList());
    }

    /** Returns whether this process is root's. */
    static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer user && user == 0;
        } catch (IOException e) {
            return false;
        }
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
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
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
