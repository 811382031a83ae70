package io.vipagent.agent.http;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Answers that take much memory to make are made one after the other, so that a hundred clients who ask for them at
 * once cannot have the heap, nor all threads. Whoever would wait for longer than half a second, or behind too many
 * others, hears 503 and when to ask again.
 */
@Singleton
final class Turns {
    static final Duration MAX_WAIT = Duration.ofMillis(500);

    /** Each of them is a thread that waits. */
    static final int MAX_WAITING = 8;

    private static final int RETRY_AFTER_SECONDS = 1;

    private final Semaphore turn = new Semaphore(1, true);

    /** Returns what {@code answer} gives, or 503 where others were before. */
    Response take(Supplier<Response> answer) {
        try {
            if (turn.getQueueLength() >= MAX_WAITING || !turn.tryAcquire(MAX_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                return busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return busy();
        }
        try {
            return answer.get();
        } finally {
            turn.release();
        }
    }

    private static Response busy() {
        return Response.fromResponse(Answers.of(false, MediaTypes.TEXT, "busy: others have asked for this before\n"))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }
}
