package io.vipagent.agent.peers;

import io.vipagent.core.vip.Peer;
import io.vipagent.core.vip.PeerContact;
import java.time.Duration;

/** Asks a peer: a function from it to what came of the question. */
@FunctionalInterface
public interface PeerClient {
    /** Asks once. Ends within {@code timeout} whatever the peer does, and reports every failure as a contact. */
    PeerContact ask(Peer peer, Duration timeout);
}
