package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Outcome.Proof;
import io.vipagent.core.target.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The fold against a naive twin that looks at the whole row of outcomes each time, over many random rows. */
class VerdictOracleTest {
    private static final int ROWS = 20_000;
    private static final int MAX_LENGTH = 40;
    private static final Reason[] REASONS = Reason.values();

    private record Step(Question question, Outcome outcome) {
        boolean full() {
            return question == Question.FULL;
        }

        boolean silent() {
            return outcome instanceof Failed failed && failed.proof() == Proof.SILENCE;
        }
    }

    @Test
    void agreesWithTheTwinAfterEveryOutcomeOfEveryRow() {
        for (int seed = 0; seed < ROWS; seed++) {
            Random random = new Random(seed);
            Thresholds thresholds = new Thresholds(1 + random.nextInt(4), 1 + random.nextInt(4));
            double good = random.nextDouble();
            List<Step> row = new ArrayList<>();
            List<String> verdicts = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            Verdict verdict = Verdict.unknown();
            String twin = "Starting";
            int proven = 0;
            for (int i = random.nextInt(MAX_LENGTH); i >= 0; i--) {
                Step step = new Step(random.nextInt(3) == 0 ? Question.PING : Question.FULL, outcome(random, good));
                row.add(step);
                verdict = verdict.after(step.question(), step.outcome(), thresholds);
                String next = twin(row, twin, row.subList(proven, row.size()), thresholds);
                proven = provesDeath(row.getLast(), twin, next) ? row.size() : proven;
                twin = next;
                verdicts.add(words(verdict));
                expected.add(twin);
            }
            assertThat(verdicts).as("seed %d, %s, %s", seed, thresholds, row).isEqualTo(expected);
        }
    }

    private static Outcome outcome(Random random, double good) {
        if (random.nextDouble() < good) {
            return Outcomes.passed();
        }
        return switch (random.nextInt(6)) {
            case 0, 1 -> new Overdue(Phases.NONE);
            case 2 -> new Late(200, Phases.NONE, Optional.empty());
            default ->
                new Failed(REASONS[random.nextInt(REASONS.length)], "number " + random.nextInt())
                        .proving(random.nextInt(20) == 0 ? Proof.CONCLUSIVE : Proof.values()[random.nextInt(2)]);
        };
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Starting starting -> "Starting";
            case Verdict.Up up -> "Up";
            case Verdict.Slow slow -> "Slow " + slow.answering();
            case Verdict.Down down -> "Down " + down.reason() + " " + down.detail() + " " + down.proof();
        };
    }

    /** Whether the last step made it Down, or has proven that once more. */
    private static boolean provesDeath(Step last, String before, String after) {
        return after.startsWith("Down")
                && (!before.startsWith("Down")
                        || last.outcome() instanceof Failed failed
                                && (last.full() || failed.proof() == Proof.CONCLUSIVE));
    }

    /** By the whole row, what was said before the last step, and what came since its death was proven last. */
    private static String twin(List<Step> row, String words, List<Step> sinceDeath, Thresholds thresholds) {
        String before = words.split(" ", 2)[0];
        Step last = row.getLast();
        // Full questions that failed since the last expected answer.
        long failures = since(row, step -> step.full() && answered(step)).stream()
                .filter(step -> step.full() && step.outcome() instanceof Failed)
                .count();
        long overdue = since(row, step -> step.full() && step.outcome().passed()).stream()
                .filter(step -> step.full() && step.outcome() instanceof Overdue)
                .count();
        long pings = since(row, step -> step.outcome().passed()).stream()
                .filter(step -> !step.full() && (step.outcome() instanceof Overdue || step.outcome() instanceof Failed))
                .count();
        long unanswered = since(row, step -> !(step.outcome() instanceof Overdue) && !step.silent()).stream()
                .filter(step -> step.outcome() instanceof Overdue)
                .count();
        long passes = since(sinceDeath, step -> !step.outcome().passed()).stream()
                .filter(Step::full)
                .count();
        long answers = since(sinceDeath, step -> step.full() && step.outcome() instanceof Failed).stream()
                .filter(step -> step.full() && answered(step))
                .count();
        boolean untimely = overdue + pings >= thresholds.fall();
        if (last.outcome() instanceof Failed failed) {
            boolean dead = failed.proof() == Proof.CONCLUSIVE
                    || failures >= thresholds.fall()
                    || failed.proof() == Proof.SILENCE && untimely;
            if (before.equals("Down") ? last.full() || failed.proof() == Proof.CONCLUSIVE : dead) {
                return "Down " + failed.reason() + " " + failed.detail() + " " + failed.proof();
            }
        }
        String slow = "Slow " + (unanswered < thresholds.fall());
        return switch (before) {
            case "Starting" -> passes >= thresholds.rise() ? "Up" : answers >= thresholds.rise() ? slow : "Starting";
            case "Up" -> untimely ? slow : "Up";
            case "Slow" -> passes >= thresholds.rise() ? "Up" : slow;
            default -> passes >= thresholds.rise() ? "Up" : answers >= thresholds.rise() ? slow : words;
        };
    }

    private static boolean answered(Step step) {
        return step.outcome() instanceof Passed || step.outcome() instanceof Late;
    }

    /** The steps after the last one that {@code end} is true of. */
    private static List<Step> since(List<Step> row, Predicate<Step> end) {
        int begin = row.size();
        while (begin > 0 && !end.test(row.get(begin - 1))) {
            begin--;
        }
        return row.subList(begin, row.size());
    }
}
