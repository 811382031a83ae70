package io.vipagent.core.health;

import io.vipagent.core.text.OneLine;
import java.util.Optional;

/** What one probe found out. */
public sealed interface Outcome {
    /** How long each part took. */
    Phases phases();

    /** The certificate that was shown, where the handshake came so far. */
    Optional<ServerCertificate> certificate();

    /** Whether the target served as expected. */
    boolean passed();

    /**
     * The target answered as expected, in time.
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
     * It did not.
     *
     * @param detail one line for people; no secrets
     */
    record Failed(Reason reason, String detail, Phases phases, Optional<ServerCertificate> certificate)
            implements Outcome {
        /** Keeps {@code detail} to one printable line, whatever a peer put into it. */
        public Failed {
            detail = OneLine.line(detail);
        }

        /** A failure before anything could be measured. */
        public Failed(Reason reason, String detail) {
            this(reason, detail, Phases.NONE, Optional.empty());
        }

        /** The same failure with what was measured. */
        public Failed measured(Phases measured, Optional<ServerCertificate> shown) {
            return new Failed(reason, detail, measured, shown);
        }

        @Override
        public boolean passed() {
            return false;
        }
    }
}
