package io.vipagent.core.health;

import io.vipagent.core.text.OneLine;
import java.util.Optional;

/**
 * What is known of one question that was asked. A question that is not answered in time has two outcomes:
 * {@link Overdue} at its timeout, and at the latest at the end of its patience what became of it.
 */
public sealed interface Outcome {
    /** Returns how long each part took. */
    Phases phases();

    /** Returns the certificate that was shown, where the handshake came so far. */
    Optional<ServerCertificate> certificate();

    /** Returns whether the target served as expected, in time. */
    boolean passed();

    /**
     * The target answered as expected, before {@code timeout} ended.
     *
     * @param status the HTTP status
     */
    record Passed(int status, Phases phases, Optional<ServerCertificate> certificate) implements Outcome {
        @Override
        public boolean passed() {
            return true;
        }
    }

    /**
     * {@code timeout} is over, nothing is known yet, and the question goes on. It says this once, at the timeout, and
     * always before {@link Late} or a failure that comes later than that.
     *
     * @param phases those that were completed so far
     */
    record Overdue(Phases phases) implements Outcome {
        @Override
        public Optional<ServerCertificate> certificate() {
            return Optional.empty();
        }

        @Override
        public boolean passed() {
            return false;
        }
    }

    /**
     * The target answered as expected, after {@code timeout} and before {@code patience} ended: alive, and slow.
     *
     * @param status the HTTP status
     */
    record Late(int status, Phases phases, Optional<ServerCertificate> certificate) implements Outcome {
        @Override
        public boolean passed() {
            return false;
        }
    }

    /** How much one failure proves. */
    enum Proof {
        /** Nothing was heard until the patience ended. */
        SILENCE,
        /** The target or its network said something that is wrong: a status, a refusal. */
        ANSWER,
        /** The peer took a fresh connection and closed or reset it: nothing that apiservers share does that. */
        CLOSED,
        /**
         * The peer closed the kept connection, and a fresh one was refused: the process is gone, and no second failure
         * is needed to prove it.
         */
        CONCLUSIVE
    }

    /**
     * The target did not answer as expected.
     *
     * @param detail one line for people; no secrets
     */
    record Failed(Reason reason, String detail, Proof proof, Phases phases, Optional<ServerCertificate> certificate)
            implements Outcome {
        /** Keeps {@code detail} to one printable line, whatever a peer put into it. */
        public Failed {
            detail = OneLine.line(detail);
        }

        /** Creates a wrong answer, before anything could be measured. */
        public Failed(Reason reason, String detail) {
            this(reason, detail, Proof.ANSWER, Phases.NONE, Optional.empty());
        }

        /** Returns the same failure with what was measured. */
        public Failed measured(Phases measured, Optional<ServerCertificate> shown) {
            return new Failed(reason, detail, proof, measured, shown);
        }

        /** Returns the same failure as proof of {@code other}. */
        public Failed proving(Proof other) {
            return new Failed(reason, detail, other, phases, certificate);
        }

        @Override
        public boolean passed() {
            return false;
        }
    }
}
