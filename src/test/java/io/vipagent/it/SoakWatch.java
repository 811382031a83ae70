package io.vipagent.it;

import io.vipagent.it.Program.Result;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Asks an agent in every way a few times a second and holds each answer against what is expected at that moment. While
 * things change, nothing is expected; how long that takes is measured and limited.
 */
final class SoakWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(150);
    private static final Duration SETTLING = Duration.ofMillis(50);

    /** keepalived's timeout for the script in the profiles. */
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(2);

    private final AgentProcess agent;
    private final Path trackFile;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private final Watchers watchers = new Watchers();
    private volatile String step = "";
    private volatile Moment now = new Moment("the start", Expected.ANYTHING, 0);

    /** What all outputs have to say. */
    enum Expected {
        UP("0", "0", "up ", true),
        DOWN("1", "1", "down", false),
        DRAINED("22", "22", "drain", false),
        /** The agent is stopped: check and track file alone are asked, and it is well. */
        PAUSED("0", "", "", true),
        ANYTHING("", "", "", false);

        private final String check;
        private final String control;
        private final String agentCheck;
        private final boolean track;

        Expected(String check, String control, String agentCheck, boolean track) {
            this.check = check;
            this.control = control;
            this.agentCheck = agentCheck;
            this.track = track;
        }
    }

    /** Nothing of it changes while an answer is waited for, else the answer is not judged. */
    private record Moment(String fault, Expected expected, long number) {}

    /** What was counted during one kind of fault. */
    private static final class Tally {
        private int asked;
        private int wrong;
        private int late;
        private long settlingMillis;

        void add(Tally other) {
            asked += other.asked;
            wrong += other.wrong;
            late += other.late;
            settlingMillis = Math.max(settlingMillis, other.settlingMillis);
        }

        @Override
        public String toString() {
            return asked + " | " + wrong + " | " + late + " | "
                    + (settlingMillis == 0 ? "–" : "%.1f s".formatted(settlingMillis / 1000.0));
        }
    }

    /** One output. */
    private interface Output {
        String ask();
    }

    SoakWatch(AgentProcess agent, Path trackFile) {
        this.agent = agent;
        this.trackFile = trackFile;
        watch("check", this::check);
        watch("control", () -> agent.ask("check"));
        watch("agent-check", () -> agent.agentCheck(""));
        watch("track file", this::track);
    }

    /** From now on what is counted belongs to this fault. */
    synchronized void during(String fault) {
        step(fault);
        now = new Moment(fault, now.expected(), now.number() + 1);
    }

    /** What is done at the moment, for complaints and for who watches. */
    void step(String words) {
        step = words;
        System.err.println(LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS) + " " + words);
    }

    /** Things change: nothing is expected until {@link #settle}. */
    synchronized void unsettle() {
        now = new Moment(now.fault(), Expected.ANYTHING, now.number() + 1);
    }

    /** The agent is about to be stopped, and well. */
    synchronized void freeze() {
        now = new Moment(now.fault(), Expected.PAUSED, now.number() + 1);
    }

    /** Waits until all outputs say what is expected from now on. */
    void settle(Expected expected, Duration timeout) {
        boolean changes;
        synchronized (this) {
            changes = now.expected() != expected;
        }
        if (!changes) {
            return;
        }
        long begun = System.nanoTime();
        String last = "";
        while (System.nanoTime() - begun < timeout.toNanos()) {
            last = disagreement(expected);
            if (last.isEmpty()) {
                break;
            }
            boolean _ = watchers.pause(SETTLING);
        }
        synchronized (this) {
            Tally tally = tally(now);
            tally.settlingMillis = Math.max(tally.settlingMillis, (System.nanoTime() - begun) / 1_000_000);
            if (!last.isEmpty()) {
                tally.wrong++;
                complain(now.fault() + ": not " + expected + " within " + timeout + ": " + last);
            }
            now = new Moment(now.fault(), expected, now.number() + 1);
        }
    }

    /** Everything that was wrong or late. */
    List<String> complaints() {
        return complaints;
    }

    /** The cells of a table: asked, wrong, late, settling. */
    synchronized String tally(String fault) {
        return tallies.getOrDefault(fault, new Tally()).toString();
    }

    /** The same of all faults together. */
    synchronized String tally() {
        Tally all = new Tally();
        tallies.values().forEach(all::add);
        return all.toString();
    }

    @Override
    public void close() {
        watchers.close();
    }

    private void watch(String output, Output how) {
        watchers.start(output, () -> {
            while (!watchers.pause(INTERVAL)) {
                Moment before = now;
                long begun = System.nanoTime();
                String answer = answer(how);
                judge(output, before, answer, Duration.ofNanos(System.nanoTime() - begun));
            }
        });
    }

    private synchronized void judge(String output, Moment before, String answer, Duration took) {
        Tally tally = tally(before);
        boolean isCheck = output.equals("check");
        if (isCheck && took.compareTo(CHECK_TIMEOUT) > 0) {
            tally.late++;
            complain(before.fault() + ": check took " + took.toMillis() + " ms: " + answer);
        }
        if (before.number() != now.number()) {
            return;
        }
        tally.asked++;
        if (!agrees(output, before.expected(), answer)) {
            tally.wrong++;
            complain(before.fault() + ": " + output + " is not " + before.expected() + ": " + answer.strip());
        }
    }

    private void complain(String what) {
        complaints.add(LocalTime.now(ZoneOffset.UTC) + " " + step + ": " + what);
    }

    private Tally tally(Moment moment) {
        return tallies.computeIfAbsent(moment.fault(), _ -> new Tally());
    }

    private static boolean agrees(String output, Expected expected, String answer) {
        if (expected == Expected.ANYTHING) {
            return true;
        }
        return switch (output) {
            case "check" -> code(expected.check, answer);
            case "control" -> expected.control.isEmpty() || code(expected.control, answer);
            case "agent-check" -> answer.startsWith(expected.agentCheck);
            default -> answer.equals(Boolean.toString(expected.track));
        };
    }

    /** {@code 1} stands for every reason against it. */
    private static boolean code(String expected, String answer) {
        String code = answer.split(" ", 2)[0];
        return expected.equals("1") ? code.matches("1[0-9]?|25") : code.equals(expected);
    }

    private String disagreement(Expected expected) {
        Map<String, Output> outputs = Map.of(
                "check",
                this::check,
                "control",
                () -> agent.ask("check"),
                "agent-check",
                () -> agent.agentCheck(""),
                "track file",
                this::track);
        for (Map.Entry<String, Output> output : outputs.entrySet()) {
            String answer = answer(output.getValue());
            if (!agrees(output.getKey(), expected, answer)) {
                return output.getKey() + ": " + answer.strip();
            }
        }
        return "";
    }

    private String check() {
        Result result = agent.command("check");
        return result.exitCode() + " " + result.out() + result.err();
    }

    private String track() {
        return Boolean.toString(Files.exists(trackFile));
    }

    private static String answer(Output output) {
        try {
            return output.ask();
        } catch (UncheckedIOException e) {
            return e.toString();
        }
    }
}
