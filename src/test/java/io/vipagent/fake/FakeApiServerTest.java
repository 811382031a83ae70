package io.vipagent.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each behaviour is what it says, and the server is well again afterwards. */
@TestInstance(Lifecycle.PER_CLASS)
class FakeApiServerTest {
    private final TestCa ca = TestCa.ec("kubernetes");
    private final FakeApiServer server = FakeApiServer.start(ca);
    private final RawClient hasty = new RawClient(ca.context(), server.address());
    private final RawClient patient = hasty.patient();

    /** The first handshake of a JVM takes longer than the hasty client waits. */
    @BeforeAll
    void warmUp() {
        assertThat(patient.get("/")).startsWith("HTTP/1.1 200");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** In a storm of new keys a client that only ever reads and writes would block for good. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KEY_UPDATE_STORM")
    void isWhatItSays(Behaviour behaviour) {
        server.slowness(Duration.ofMillis(100)).become(behaviour);
        RawClient client = start(behaviour).startsWith("timeout") ? hasty : patient;
        String answer = client.get("/readyz");
        assertThat(answer)
                .startsWith(start(behaviour))
                .contains(part(behaviour))
                .endsWith(end(behaviour));

        server.become(Behaviour.OK);
        server.awaitOpenConnections(0, Duration.ofSeconds(5));
        assertThat(patient.get("/readyz")).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nok");
    }

    private static String start(Behaviour behaviour) {
        return switch (behaviour) {
            case OK,
                    SLOW,
                    EMPTY_BODY,
                    WRONG_BODY,
                    CHUNKED_OK,
                    TLS12_ONLY,
                    TLS13_ONLY,
                    P256_ONLY,
                    EC_CERT,
                    KEY_UPDATES,
                    CLOSE_BEHIND_ANSWER,
                    TALKATIVE,
                    CLOSE_HALF_WAY -> "HTTP/1.1 200 OK\r\n";
            case ERROR_500, READYZ_500 -> "HTTP/1.1 500 Internal Server Error\r\n";
            case UNAUTHORIZED_401, REQUIRE_TOKEN -> "HTTP/1.1 401 Unauthorized\r\n";
            case FORBIDDEN_403 -> "HTTP/1.1 403 Forbidden\r\n";
            case NOT_FOUND_404 -> "HTTP/1.1 404 Not Found\r\n";
            case TOO_MANY_429 -> "HTTP/1.1 429 Too Many Requests\r\n";
            case UNAVAILABLE_503 -> "HTTP/1.1 503 Service Unavailable\r\n";
            case REDIRECT_302 -> "HTTP/1.1 302 Found\r\n";
            case CONTINUE_100 -> "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n";
            case REFUSE -> "refused";
            case RESET_BEFORE_TLS, RESET_AFTER_TLS -> "reset";
            case SILENT_BEFORE_TLS, SILENT_AFTER_TLS, TRICKLE_TLS, TRICKLE_HEADERS -> "timeout";
            case KEY_UPDATE_STORM -> "not asked";
            case TRICKLE_BODY -> "timeout after HTTP/1.1 200 OK\r\n";
            case ENDLESS_BODY, ENDLESS_CHUNKED, ENDLESS_HEADERS -> "endless HTTP/1.1 200 OK\r\n";
            case CLOSE_WITHOUT_ANSWER -> "closed";
            case PLAIN_TEXT -> "not TLS";
            case GARBAGE_ANSWER -> "SSH-2.0-";
            case EXPIRED_CERT -> "expired";
            case MISNAMED_CERT -> "misnamed";
            case FOREIGN_CERT -> "foreign";
            case NOT_YET_VALID_CERT -> "not yet valid";
            case REQUIRE_CLIENT_CERT -> "alert";
        };
    }

    private static String part(Behaviour behaviour) {
        return switch (behaviour) {
            case OK, SLOW, EC_CERT, KEY_UPDATES, CLOSE_BEHIND_ANSWER, TALKATIVE -> "X-Node: cp1\r\n";
            case TOO_MANY_429, UNAVAILABLE_503 -> "Retry-After: 1\r\n";
            case REDIRECT_302 -> "Location: /redirected\r\n";
            case UNAUTHORIZED_401 -> "\"reason\":\"Unauthorized\",\"code\":401";
            case FORBIDDEN_403 -> "cannot get path \\\"/readyz\\\"";
            case EMPTY_BODY -> "Content-Length: 0\r\n";
            case CLOSE_HALF_WAY, TRICKLE_BODY -> "Content-Length: 100\r\n";
            case ENDLESS_CHUNKED, CHUNKED_OK -> "Transfer-Encoding: chunked\r\n\r\n";
            case ENDLESS_BODY -> "\r\n\r\nendless endless";
            case ENDLESS_HEADERS -> "X-Endless: and one more";
            default -> "";
        };
    }

    private static String end(Behaviour behaviour) {
        return switch (behaviour) {
            case OK, SLOW, TLS12_ONLY, TLS13_ONLY, P256_ONLY, EC_CERT, CONTINUE_100, KEY_UPDATES, CLOSE_BEHIND_ANSWER ->
                "\r\n\r\nok";
            case CHUNKED_OK -> "\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n";
            case ERROR_500, READYZ_500 -> "\r\n\r\n[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed\n";
            case WRONG_BODY -> "\r\n\r\n<html>hello";
            case EMPTY_BODY, REDIRECT_302, TRICKLE_BODY -> "\r\n\r\n";
            case CLOSE_HALF_WAY -> "\r\n\r\nok, but no";
            default -> "";
        };
    }
}
