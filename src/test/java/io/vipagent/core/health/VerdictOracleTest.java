package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Starting;
import io.vipagent.core.health.Verdict.Up;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fold against a naive twin that looks at the whole row of outcomes each time, over many random rows. */
class VerdictOracleTest {
    private static final int ROWS = 5_000;
    private static final int LONGEST = 40;
    private static final Reason[] REASONS = Reason.values();

    @Test
    void agreesWithTheTwinAfterEveryOutcomeOfEveryRow() {
        for (int seed = 0; seed < ROWS; seed++) {
            Random random = new Random(seed);
            Thresholds thresholds = new Thresholds(1 + random.nextInt(5), 1 + random.nextInt(5));
            double chance = random.nextDouble();
            List<Outcome> row = new ArrayList<>();
            List<Verdict> verdicts = new ArrayList<>();
            List<Verdict> expected = new ArrayList<>();
            Verdict verdict = Verdict.unknown();
            for (int i = random.nextInt(LONGEST); i >= 0; i--) {
                Outcome outcome = outcome(random, chance);
                row.add(outcome);
                verdict = verdict.after(outcome, thresholds);
                verdicts.add(verdict);
                expected.add(twin(row, thresholds));
            }
            assertThat(verdicts).as("seed %d, %s, %s", seed, thresholds, row).isEqualTo(expected);
        }
    }

    private static Outcome outcome(Random random, double chance) {
        return random.nextDouble() < chance
                ? Outcomes.passed()
                : new Failed(REASONS[random.nextInt(REASONS.length)], "number " + random.nextInt());
    }

    /** The kind that the last whole run of equal outcomes proved; the newest failure says why it is down. */
    private static Verdict twin(List<Outcome> row, Thresholds thresholds) {
        int last = row.size() - 1;
        Streak streak = new Streak(row.get(last).passed(), runUpTo(row, last));
        for (int end = last; end >= 0; end--) {
            boolean passed = row.get(end).passed();
            if (runUpTo(row, end) >= (passed ? thresholds.rise() : thresholds.fall())) {
                return passed ? new Up(streak) : down(row, streak);
            }
        }
        return new Starting(streak);
    }

    private static int runUpTo(List<Outcome> row, int end) {
        int begin = end;
        while (begin > 0 && row.get(begin - 1).passed() == row.get(end).passed()) {
            begin--;
        }
        return end - begin + 1;
    }

    private static Down down(List<Outcome> row, Streak streak) {
        Failed newest = row.stream()
                .filter(Failed.class::isInstance)
                .map(Failed.class::cast)
                .reduce((before, after) -> after)
                .orElseThrow();
        return new Down(streak, newest.reason(), newest.detail());
    }
}
