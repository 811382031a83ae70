package io.vipagent.agent.probe;

import io.vipagent.core.health.Phase;
import io.vipagent.core.protocol.MalformedResponse;
import io.vipagent.core.protocol.ResponseParser;
import java.io.IOException;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** What is asked and said on one connection, one question at a time: HTTP, without the TLS and the socket below. */
final class Conversation {
    /**
     * The greatest number of encrypted bytes between two answers, or behind the last one. An answer has at most 64 KiB,
     * a handshake too; what is more is a peer that keeps TLS busy and says nothing.
     */
    static final long MAX_RECEIVED = 256 * 1024;

    private @Nullable PendingRequest question;
    private long receivedBefore;
    private boolean unasked;

    /** What the bytes so far amount to. */
    enum Progress {
        NONE,
        /** The answer is complete, and another question may follow. */
        ANSWERED,
        /** The answer is complete, and the connection carries no other. */
        ANSWERED_LAST,
        /** The peer ended the connection while it was idle. */
        CLOSED,
        /** The peer said something while the connection was idle. */
        UNASKED
    }

    private record PendingRequest(String requestTarget, ResponseParser parser, Stopwatch stopwatch) {}

    /** Carries a {@link MalformedResponse} through TLS, which knows I/O errors alone. */
    static final class MalformedAnswer extends IOException {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial")
        private final MalformedResponse malformed;

        MalformedAnswer(MalformedResponse malformed) {
            this.malformed = malformed;
        }

        MalformedResponse malformed() {
            return malformed;
        }
    }

    /** Takes what to ask, which is sent once the connection is established. */
    void ask(String requestTarget, ResponseParser parser, Stopwatch stopwatch) {
        question = new PendingRequest(requestTarget, parser, stopwatch);
    }

    /** Gives up what was asked. */
    void drop() {
        question = null;
    }

    /** Returns whether a question waits for its answer. */
    boolean isAsked() {
        return question != null;
    }

    /** Begins a phase of the question, where there is one. */
    void phase(Phase next) {
        if (question != null) {
            question.stopwatch().begin(next);
        }
    }

    /** Returns the path to ask for now, after {@code receivedBytes} of the connection. */
    String send(long receivedBytes) {
        if (question == null) {
            throw new IllegalStateException("no question");
        }
        question.stopwatch().begin(Phase.FIRST_BYTE);
        receivedBefore = receivedBytes;
        return question.requestTarget();
    }

    /** Takes what was said and decrypted. */
    void take(byte[] bytes, int offset, int length) throws IOException {
        PendingRequest asked = question;
        if (asked == null || asked.parser().done()) {
            unasked = unasked || length > 0;
            return;
        }
        if (!asked.parser().begun()) {
            asked.stopwatch().begin(Phase.TOTAL);
        }
        try {
            unasked = asked.parser().feed(bytes, offset, length) < length;
        } catch (MalformedResponse e) {
            throw new MalformedAnswer(e);
        }
    }

    /**
     * Judges what has come so far.
     *
     * @param receivedBytes how many encrypted bytes the connection has brought in all
     * @param ended whether the peer has said that nothing more will come
     */
    Progress judge(long receivedBytes, boolean ended) throws IOException, MalformedResponse {
        if (receivedBytes > maxReceivedBytes()) {
            throw new SocketException("the server sent more than " + MAX_RECEIVED / 1024 + " KiB and no answer");
        }
        PendingRequest asked = question;
        if (asked == null) {
            if (unasked) {
                return Progress.UNASKED;
            }
            return ended ? Progress.CLOSED : Progress.NONE;
        }
        if (ended && !asked.parser().done()) {
            asked.parser().end();
        }
        if (!asked.parser().done()) {
            return Progress.NONE;
        }
        question = null;
        receivedBefore = receivedBytes;
        return unasked || ended || !asked.parser().keepsAlive() ? Progress.ANSWERED_LAST : Progress.ANSWERED;
    }

    /** Returns with how many encrypted bytes in all the connection has brought too much for now. */
    long maxReceivedBytes() {
        return receivedBefore + MAX_RECEIVED;
    }
}
