package io.vipagent.peers;

import java.time.Duration;

/** An inquiry is a function from a peer to what came of it. */
@FunctionalInterface
public interface Inquiry {
    /** Asks once. Ends within {@code timeout} whatever the peer does, and reports every failure as a contact. */
    Contact ask(Peer peer, Duration timeout);
}
