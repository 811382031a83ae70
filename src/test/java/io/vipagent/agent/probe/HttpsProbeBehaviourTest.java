package io.vipagent.agent.probe;

import static io.vipagent.core.health.Reason.CERT_EXPIRED;
import static io.vipagent.core.health.Reason.CONNECT_REFUSED;
import static io.vipagent.core.health.Reason.NETWORK;
import static io.vipagent.core.health.Reason.RESPONSE_TIMEOUT;
import static io.vipagent.core.health.Reason.SERVER_ERROR;
import static io.vipagent.core.health.Reason.TLS_FAILED;
import static io.vipagent.core.health.Reason.TLS_UNTRUSTED;
import static io.vipagent.core.health.Reason.UNAUTHORIZED;
import static io.vipagent.core.health.Reason.UNEXPECTED_RESPONSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Phase;
import io.vipagent.core.health.Reason;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.platform.time.SystemTicker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that an apiserver can do to a probe, and the one word that must come of it. */
@TestInstance(Lifecycle.PER_CLASS)
class HttpsProbeBehaviourTest {
    /** Of a probe whose peer hangs: long enough for a handshake on a busy machine. */
    private static final Duration HASTY = Duration.ofSeconds(1);
    /** What a busy machine may add to a deadline. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    private final TestCa ca = TestCa.ec("kubernetes");
    private final FakeApiServer server =
            FakeApiServer.start(ca).slowness(Duration.ofMillis(100)).pace(Duration.ofMillis(100));
    private final HttpsProbe probe = new HttpsProbe(new SystemTicker(), warning -> {});

    @TempDir
    private static Path pki;

    /** The first handshake of a JVM takes longer than a hasty probe waits. */
    @BeforeAll
    void warmUp() {
        ca.writeCertificateTo(pki);
        assertThat(probe.probe(aim().target())).isInstanceOf(Passed.class);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /**
     * What must come of a probe.
     *
     * @param reason why it fails, or none
     * @param detail a part of what is said
     * @param during the phases in which it may end; {@code TOTAL}: an answer came
     * @param byDeadline whether nothing but the deadline ends it
     */
    private record Expected(List<Reason> reason, String detail, List<Phase> during, boolean byDeadline) {
        static Expected passed() {
            return new Expected(List.of(), "", List.of(Phase.TOTAL), false);
        }

        static Expected failed(Reason reason, String detail, Phase during) {
            return new Expected(List.of(reason), detail, List.of(during), false);
        }

        static Expected hung(Reason reason, String detail, Phase during) {
            return new Expected(List.of(reason), detail, List.of(during), true);
        }

        Expected orDuring(Phase other) {
            return new Expected(reason, detail, List.of(during.getFirst(), other), byDeadline);
        }
    }

    private static Expected expected(Behaviour behaviour) {
        return switch (behaviour) {
            case KEY_UPDATES, CLOSE_BEHIND_ANSWER, TALKATIVE -> Expected.passed();
            case KEY_UPDATE_STORM ->
                Expected.failed(NETWORK, "the server makes the probe write more than 32 KiB", Phase.FIRST_BYTE);
            case OK, CONTINUE_100, CHUNKED_OK, SLOW, TLS12_ONLY, TLS13_ONLY, P256_ONLY, EC_CERT -> Expected.passed();
            case ERROR_500, READYZ_500 ->
                Expected.failed(SERVER_ERROR, "status 500: [-]etcd failed: reason withheld", Phase.TOTAL);
            case UNAVAILABLE_503 -> Expected.failed(SERVER_ERROR, "status 503", Phase.TOTAL);
            case UNAUTHORIZED_401, REQUIRE_TOKEN ->
                Expected.failed(UNAUTHORIZED, "status 401: anonymous requests are refused", Phase.TOTAL);
            case FORBIDDEN_403 ->
                Expected.failed(UNAUTHORIZED, "status 403: anonymous requests are refused", Phase.TOTAL);
            case NOT_FOUND_404 -> Expected.failed(UNEXPECTED_RESPONSE, "status 404", Phase.TOTAL);
            case TOO_MANY_429 -> Expected.failed(UNEXPECTED_RESPONSE, "status 429", Phase.TOTAL);
            case REDIRECT_302 -> Expected.failed(UNEXPECTED_RESPONSE, "status 302", Phase.TOTAL);
            case WRONG_BODY ->
                Expected.failed(UNEXPECTED_RESPONSE, "body \"<html>hello\", expected \"ok\"", Phase.TOTAL);
            case EMPTY_BODY -> Expected.failed(UNEXPECTED_RESPONSE, "body \"\", expected \"ok\"", Phase.TOTAL);
            case ENDLESS_BODY, ENDLESS_CHUNKED, ENDLESS_HEADERS ->
                Expected.failed(UNEXPECTED_RESPONSE, "answer longer than 64 KiB", Phase.TOTAL);
            case CLOSE_HALF_WAY ->
                Expected.failed(UNEXPECTED_RESPONSE, "closed in the middle of the answer", Phase.TOTAL);
            case CLOSE_WITHOUT_ANSWER ->
                Expected.failed(UNEXPECTED_RESPONSE, "closed without an answer", Phase.FIRST_BYTE);
            case GARBAGE_ANSWER ->
                Expected.failed(UNEXPECTED_RESPONSE, "not an HTTP answer: SSH-2.0-OpenSSH_9.9", Phase.TOTAL);
            case REFUSE -> Expected.failed(CONNECT_REFUSED, "nobody listens there", Phase.CONNECT);
            // The reset may be there before the connection attempt is seen to have succeeded.
            case RESET_BEFORE_TLS -> Expected.failed(NETWORK, "", Phase.TLS).orDuring(Phase.CONNECT);
            case RESET_AFTER_TLS -> Expected.failed(NETWORK, "", Phase.FIRST_BYTE);
            case SILENT_BEFORE_TLS, TRICKLE_TLS ->
                Expected.hung(TLS_FAILED, "no answer to the TLS handshake in time", Phase.TLS);
            case SILENT_AFTER_TLS ->
                Expected.hung(RESPONSE_TIMEOUT, "no answer to the request in time", Phase.FIRST_BYTE);
            case TRICKLE_HEADERS, TRICKLE_BODY ->
                Expected.hung(RESPONSE_TIMEOUT, "answer not complete in time", Phase.TOTAL);
            case PLAIN_TEXT -> Expected.failed(TLS_FAILED, "Unsupported or unrecognized SSL message", Phase.TLS);
            case EXPIRED_CERT ->
                Expected.failed(CERT_EXPIRED, "the server's certificate CN=kube-apiserver expired at ", Phase.TLS);
            case MISNAMED_CERT ->
                Expected.failed(
                        TLS_UNTRUSTED,
                        "the server's certificate is for somebody-else.example, not for kubernetes",
                        Phase.TLS);
            case FOREIGN_CERT -> Expected.failed(TLS_UNTRUSTED, "no CA in ca-file vouches for it: ", Phase.TLS);
            case NOT_YET_VALID_CERT ->
                Expected.failed(
                        TLS_UNTRUSTED,
                        "not valid yet, is a clock wrong? the server's certificate CN=kube-apiserver is valid from ",
                        Phase.TLS);
            // In TLS 1.3 a client hears what is wrong with its certificate only behind the handshake.
            case REQUIRE_CLIENT_CERT -> Expected.failed(TLS_FAILED, "certificate_required", Phase.FIRST_BYTE);
        };
    }

    @ParameterizedTest
    @EnumSource
    void endsInTimeWithTheRightWord(Behaviour behaviour) {
        Expected expected = expected(behaviour);
        Duration timeout = expected.byDeadline() ? HASTY : ProbeTargets.PATIENT;
        server.become(behaviour);
        long requestsBefore = server.requests();
        long start = System.nanoTime();
        Outcome outcome = probe.probe(aim().within(timeout).target());
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);

        switch (outcome) {
            case Passed passed -> assertThat(expected.reason()).isEmpty();
            case Overdue overdue -> fail("one probe ends once: " + overdue);
            case Late late -> fail("nothing comes after the deadline: " + late);
            case Failed failed -> {
                assertThat(expected.reason()).containsExactly(failed.reason());
                assertThat(failed.detail()).contains(expected.detail());
            }
        }
        assertThat(elapsed).isLessThan(timeout.plus(SLACK));
        if (expected.byDeadline()) {
            assertThat(elapsed).isGreaterThanOrEqualTo(timeout);
        }
        assertThat(expected.during().stream().map(HttpsProbeBehaviourTest::phasesBefore))
                .contains(completed(outcome));
        assertThat(outcome.certificate().isPresent()).isEqualTo(showsCertificate(behaviour));
        assertThat(server.requests() - requestsBefore).isLessThanOrEqualTo(1);
        // Nobody but the probe can have closed a connection that hangs.
        server.awaitOpenConnections(0, Duration.ofSeconds(10));
    }

    private static boolean showsCertificate(Behaviour behaviour) {
        return switch (behaviour) {
            case REFUSE, RESET_BEFORE_TLS, SILENT_BEFORE_TLS, TRICKLE_TLS, PLAIN_TEXT -> false;
            default -> true;
        };
    }

    private static List<Phase> completed(Outcome outcome) {
        List<Phase> completed = new ArrayList<>();
        outcome.phases().forEach((phase, nanos) -> completed.add(phase));
        return completed;
    }

    private static List<Phase> phasesBefore(Phase end) {
        List<Phase> phases = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            if (phase.compareTo(end) < 0 || phase == Phase.TOTAL) {
                phases.add(phase);
            }
        }
        return phases;
    }

    private ProbeTargets aim() {
        return ProbeTargets.at(server.url("/readyz"), pki);
    }
}
