package io.vipagent.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import java.util.ArrayList;
import java.util.List;
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
    void nothingIsDoneBeforeTheAgentBeginsAndAfterItEnds() throws Exception {
        Housekeeping housekeeping = new Housekeeping(() -> done.add("paused"), List.of(() -> done.add("tick")));
        housekeeping.tick();
        assertThat(done).isEmpty();
        housekeeping.begin().close();
        housekeeping.tick();
        assertThat(done).containsExactly("paused");
    }
}
