package io.vipagent.agent.peers;

import io.vipagent.core.vip.Peer;
import io.vipagent.core.vip.PeerContact;
import java.time.Duration;

/** An inquiry is a function from a peer to what came of it. */
@FunctionalInterface
public interface PeerClient {
    /** Asks once. Ends within {@code timeout} whatever the peer does, and reports every failure as a contact. */
    PeerContact ask(Peer peer, Duration timeout);
}
