package io.vipagent.agent.probe;

import io.vipagent.agent.probe.HttpConnection.Ending;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.LastAnswer;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.platform.time.HandTicker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A target that the test answers for, and its prober. One thread, and time moves by hand. */
abstract class ScriptedTarget {
    static final long MILLI = 1_000_000;

    final HandTicker ticker = new HandTicker(0);
    final List<ScriptedConnection> lines = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final List<Long> waits = new ArrayList<>();
    Consumer<ScriptedConnection> server = ScriptedConnection::answer;
    TargetProber prober = prober(schedule(500, 1000));

    static ProbeSchedule resting() {
        return new ProbeSchedule(millis(200), millis(250), 2, 3, millis(5000), millis(800), millis(2000), millis(400));
    }

    List<String> asked() {
        List<String> all = new ArrayList<>();
        lines.forEach(line -> line.asked.forEach(asked -> all.add("#" + line.number + " " + asked)));
        return all;
    }

    static boolean isPing(ScriptedConnection line) {
        return line.asked.getLast().endsWith("/livez/ping");
    }

    /** From now on the kept connection answers, and every other one ends so. */
    void noFreshConnectionIsMade(Exception ending) {
        told.clear();
        server = line -> {
            if (line.number == 0) {
                line.answer();
            } else {
                line.fail(ending, Ending.OTHER);
            }
        };
    }

    /** Runs the prober whenever it is due, for so many milliseconds. */
    void runFor(long millis) {
        long end = ticker.nanos() + millis * MILLI;
        while (true) {
            long due = prober.dueIn(ticker.nanos());
            if (ticker.nanos() + due > end) {
                ticker.advance(Duration.ofNanos(end - ticker.nanos()));
                return;
            }
            ticker.advance(Duration.ofNanos(due));
            prober.run();
        }
    }

    TargetProber prober(ProbeSchedule schedule) {
        return prober(schedule, Optional.of("/livez/ping"));
    }

    TargetProber prober(ProbeSchedule schedule, Optional<String> ping) {
        return prober(TargetRole.LOCAL, schedule, ping);
    }

    TargetProber prober(TargetRole role, ProbeSchedule schedule, Optional<String> ping) {
        Target target = new Target(
                role.label(),
                role,
                URI.create("https://127.0.0.1:6443/readyz"),
                new TlsSettings("kubernetes", Path.of("ca.crt"), false, Optional.empty(), Optional.empty()),
                new ExpectedResponse(new TreeSet<>(Set.of(200)), Optional.of("ok")),
                schedule,
                ping);
        return new TargetProber(
                target,
                ticker,
                (hello, listener) -> {
                    ScriptedConnection line = new ScriptedConnection(
                            lines.size(), hello, listener, ticker, asked -> server.accept(asked));
                    lines.add(line);
                    return line;
                },
                new Telling(),
                ticker.nanos());
    }

    private final class Telling implements TargetProber.Sink {
        @Override
        public void post(Asked asked, Outcome outcome) {
            told.add(word(outcome).formatted(asked.question() + " " + asked.nanos() / MILLI));
        }

        @Override
        public void waits() {
            waits.add(ticker.nanos() / MILLI);
        }

        @Override
        public void heard(LastAnswer answer) {
            // What is kept of it is tested where it is kept.
        }
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Passed passed -> "passed %s";
            case Overdue overdue -> "overdue %s";
            case Late late -> "late %s";
            case Failed failed -> failed.reason() + " " + failed.detail() + " %s " + failed.proof();
        };
    }

    static ProbeSchedule schedule(int interval, int timeout) {
        return new ProbeSchedule(millis(interval), millis(timeout), 2, 3, millis(5000), millis(1000), millis(1000));
    }

    static Duration millis(int number) {
        return Duration.ofMillis(number);
    }
}
