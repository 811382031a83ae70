package io.vipagent.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void everySecondAndNeverTwiceAtOnce() throws NoSuchMethodException {
        Scheduled scheduled = Housekeeping.class.getDeclaredMethod("tick").getAnnotation(Scheduled.class);
        assertThat(scheduled.every()).isEqualTo("1s");
        assertThat(scheduled.concurrentExecution()).isEqualTo(ConcurrentExecution.SKIP);
    }

    @Test
    void anExceptionOrAnErrorInOneTickEndsNeitherItsOtherStepsNorTheTicks() throws Exception {
        Housekeeping housekeeping = new Housekeeping(
                () -> done.add("paused"),
                List.of(
                        () -> done.add("first"),
                        () -> {
                            throw new IllegalStateException("a defect");
                        },
                        () -> done.add("between"),
                        () -> {
                            throw new StackOverflowError();
                        },
                        () -> done.add("last")));
        try (AutoCloseable running = housekeeping.begin()) {
            for (int tick = 0; tick < 3; tick++) {
                assertThatCode(housekeeping::tick).doesNotThrowAnyException();
            }
            assertThat(running).isNotNull();
        }
        assertThat(done)
                .containsExactly(
                        "first", "between", "last", "first", "between", "last", "first", "between", "last", "paused");
    }

    @Test
    void aStepThatFailsIsToldOfOnceUntilItSucceeds() throws Exception {
        AtomicBoolean fails = new AtomicBoolean(true);
        List<LogRecord> told = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                told.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Housekeeping housekeeping = new Housekeeping(() -> {}, List.of(() -> {
            if (fails.get()) {
                throw new IllegalStateException("a defect");
            }
        }));
        Logger log = Logger.getLogger("vip-agent");
        log.addHandler(handler);
        try (AutoCloseable running = housekeeping.begin()) {
            housekeeping.tick();
            housekeeping.tick();
            assertThat(told).hasSize(1);
            fails.set(false);
            housekeeping.tick();
            fails.set(true);
            housekeeping.tick();
            assertThat(told).hasSize(2);
            assertThat(running).isNotNull();
        } finally {
            log.removeHandler(handler);
        }
    }

    @Test
    void nothingIsDoneBeforeTheAgentBeginsAndAfterItEnds() throws Exception {
        Housekeeping housekeeping = new Housekeeping(() -> done.add("paused"), List.of(() -> done.add("tick")));
        housekeeping.tick();
        assertThat(done).isEmpty();
        housekeeping.begin().close();
        housekeeping.tick();
        assertThat(done).containsExactly("paused");
    }
}
