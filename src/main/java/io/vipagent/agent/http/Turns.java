package io.vipagent.agent.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Answers that take megabytes to make are made one after the other, so that a hundred clients who ask for them at once
 * cannot have the heap. Whoever would wait for longer than half a second hears 503 and when to ask again.
 */
final class Turns {
    static final Duration MAX_WAIT = Duration.ofMillis(500);
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Semaphore turn = new Semaphore(1, true);

    /** Returns what {@code answer} gives, or 503 where others were before. */
    Response take(Supplier<Response> answer) {
        try {
            if (!turn.tryAcquire(MAX_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
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
