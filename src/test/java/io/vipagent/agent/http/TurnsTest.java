package io.vipagent.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();

    @Test
    void oneAnswerIsMadeAtATimeAndWhoWaitsTooLongHearsWhenToAskAgain() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Response> first = CompletableFuture.supplyAsync(() -> turns.take(() -> {
            begun.countDown();
            await(release);
            return Response.ok().build();
        }));
        begun.await();
        Response second = turns.take(() -> {
            throw new AssertionError("two at a time");
        });
        assertThat(second.getStatus()).isEqualTo(503);
        assertThat(second.getHeaderString("Retry-After")).isEqualTo("1");
        release.countDown();
        assertThat(first.get(1, TimeUnit.MINUTES).getStatus()).isEqualTo(200);
        assertThat(turns.take(() -> Response.ok().build()).getStatus()).isEqualTo(200);
    }

    @Test
    void anAnswerThatFailsEndsItsTurn() {
        try {
            Response _ = turns.take(() -> {
                throw new IllegalStateException("a file");
            });
        } catch (IllegalStateException e) {
            assertThat(turns.take(() -> Response.ok().build()).getStatus()).isEqualTo(200);
            return;
        }
        throw new AssertionError("it was thrown on");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
