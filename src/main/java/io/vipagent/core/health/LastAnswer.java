package io.vipagent.core.health;

import java.util.Optional;

/**
 * What the newest full question to a target brought.
 *
 * @param status the HTTP status, also one that does not pass; 0 where no answer came
 * @param session of the newest handshake that ended well, also where later ones did not
 */
public record LastAnswer(int status, Optional<TlsSession> session) {
    /** Nothing was asked so far. */
    public static final LastAnswer NONE = new LastAnswer(0, Optional.empty());

    /** Returns this one, with the session of {@code before} where it has none of its own. */
    public LastAnswer after(LastAnswer before) {
        return session.isPresent() ? this : new LastAnswer(status, before.session);
    }
}
