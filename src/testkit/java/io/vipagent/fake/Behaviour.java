package io.vipagent.fake;

/** Everything that a {@link FakeApiServer} can be told to do. A hanging one hangs until it becomes another. */
public enum Behaviour {
    /**
     * 200, {@code ok}, on every path. The connection stays open, as the real one's, unless the client asks to close.
     */
    OK,
    /** 500 on every path, with the body of a failing {@code /readyz}. */
    ERROR_500,
    /** 500 on {@code /readyz} and below it; {@code /livez} and {@code /healthz} are 200. */
    READYZ_500,
    /** 401, as for a bad token. */
    UNAUTHORIZED_401,
    /** 403, as for anonymous where anonymous may not. */
    FORBIDDEN_403,
    /** 404. */
    NOT_FOUND_404,
    /** 429 with {@code Retry-After}. */
    TOO_MANY_429,
    /** 503. */
    UNAVAILABLE_503,
    /** 302 to {@code /redirected}, where 200 {@code ok} awaits the client that follows. */
    REDIRECT_302,
    /** 200 with somebody else's page: {@code <html>hello}. */
    WRONG_BODY,
    /** 200 with {@code Content-Length: 0}. */
    EMPTY_BODY,
    /**
     * Nobody listens: the kernel refuses the connection. The port stays reserved and is listened on again afterwards.
     */
    REFUSE,
    /** Accepts, then resets the connection at once. */
    RESET_BEFORE_TLS,
    /** Shakes hands, then resets the connection. */
    RESET_AFTER_TLS,
    /** Accepts and never says a word. */
    SILENT_BEFORE_TLS,
    /** Shakes hands and never says a word. */
    SILENT_AFTER_TLS,
    /** A true handshake, of which the server's part comes at one byte a second. */
    TRICKLE_TLS,
    /** A true answer, of which status line and headers come at one byte a second. */
    TRICKLE_HEADERS,
    /** A true answer, of which a body of 100 bytes comes at one byte a second. */
    TRICKLE_BODY,
    /** 200 without a length, and a body that never ends, as fast as the client reads. */
    ENDLESS_BODY,
    /** 200 in chunks that never end, as fast as the client reads. */
    ENDLESS_CHUNKED,
    /** 200 and headers that never end, as fast as the client reads. */
    ENDLESS_HEADERS,
    /** Announces 100 bytes, sends 10 and closes in good order. */
    CLOSE_HALF_WAY,
    /** Reads the request and closes in good order. */
    CLOSE_WITHOUT_ANSWER,
    /** Answers plain HTTP to the TLS hello. */
    PLAIN_TEXT,
    /** Shakes hands, reads the request, and answers something that is not HTTP. */
    GARBAGE_ANSWER,
    /** An interim 100 before the 200. */
    CONTINUE_100,
    /** 200, {@code ok}, in two chunks. */
    CHUNKED_OK,
    /** As {@link #OK}, and asks for new TLS keys behind each answer (TLS 1.3). */
    KEY_UPDATES,
    /** Shakes hands, then asks for new TLS keys without end and never reads: the client's own answers pile up. */
    KEY_UPDATE_STORM,
    /** As {@link #OK}, and closes the connection behind each answer without having said so. */
    CLOSE_BEHIND_ANSWER,
    /** As {@link #OK}, and then says something more that nobody asked for. */
    TALKATIVE,
    /** As {@link #OK}, after {@link FakeApiServer#slowness}. */
    SLOW,
    /** As {@link #OK}, with a certificate that ended yesterday. */
    EXPIRED_CERT,
    /** As {@link #OK}, with a certificate for another name. */
    MISNAMED_CERT,
    /** As {@link #OK}, with a certificate of another CA of the same name. */
    FOREIGN_CERT,
    /** As {@link #OK}, with a certificate that begins tomorrow. */
    NOT_YET_VALID_CERT,
    /** As {@link #OK}, but speaks only TLS 1.2. */
    TLS12_ONLY,
    /** As {@link #OK}, but speaks only TLS 1.3. */
    TLS13_ONLY,
    /** As {@link #OK}, but exchanges keys by P-256 alone, as one built for FIPS does. */
    P256_ONLY,
    /** As {@link #OK}, with an EC P-256 key. */
    EC_CERT,
    /**
     * As {@link #OK}, but only for clients with a certificate of the CA; in TLS 1.3 they hear so after the handshake.
     */
    REQUIRE_CLIENT_CERT,
    /** 401 unless the request carries {@code Authorization: Bearer} and the {@link FakeApiServer#token}. */
    REQUIRE_TOKEN
}
