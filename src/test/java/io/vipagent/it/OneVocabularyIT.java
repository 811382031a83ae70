package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.core.health.Reason;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One agent, one target for each way in which an apiserver can misbehave: HTTP, the agent-check, the status and the
 * metrics all say the same word of it.
 */
@TestInstance(Lifecycle.PER_CLASS)
class OneVocabularyIT {
    private final TestCa ca = TestCa.ec("kubernetes");
    private final Map<Behaviour, FakeApiServer> apiservers = new EnumMap<>(Behaviour.class);

    @AutoClose
    private final BlackHole hole = new BlackHole();

    @AutoClose
    private final AgentProcess agent;

    OneVocabularyIT(@TempDir Path directory) {
        AgentYaml yaml = AgentYaml.in(directory, ca)
                .target("local", "local", hole.url("/readyz"), "interval: 1s", "timeout: 1s");
        for (Behaviour behaviour : Behaviour.values()) {
            FakeApiServer apiserver = FakeApiServer.start(ca).slowness(Duration.ofMillis(50));
            apiserver.become(behaviour);
            apiservers.put(behaviour, apiserver);
            yaml.target(name(behaviour), "backend", apiserver.url("/readyz"), "interval: 5s", "timeout: 4s", "fall: 1");
        }
        agent = AgentProcess.start(yaml.section("decision", "hold-when-all-down: false"));
    }

    @AfterAll
    void closeApiServers() {
        apiservers.values().forEach(FakeApiServer::close);
    }

    /** Until its first verdict, and where a busy machine made it fail in another way, a target says something else. */
    @ParameterizedTest
    @EnumSource
    void everyOutputSaysTheSameWord(Behaviour behaviour) {
        await().atMost(Program.TIMEOUT)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> saysTheSameWord(name(behaviour), reason(behaviour)));
    }

    private void saysTheSameWord(String target, Optional<Reason> reason) {
        String line = reason.map(word -> word + " " + target + ": ").orElse(target + ": up\n");
        HttpResponse<String> health = agent.http().get("/health/" + target);
        assertThat(health.statusCode()).isEqualTo(reason.isPresent() ? 503 : 200);
        assertThat(health.body()).startsWith(line);
        assertThat(agent.agentCheck(target + "\n"))
                .startsWith(reason.isPresent() ? "down # " + line : "up ready 100%\n");
        assertThat(Optional.ofNullable(agent.target(target).getString("reason")))
                .isEqualTo(reason.map(Reason::name));
        Scrape scrape = agent.scrape();
        assertThat(scrape.value("vip_agent_target_up", "target=" + target, "role=backend"))
                .isEqualTo(reason.isPresent() ? 0 : 1);
        assertThat(scrape.value(
                        "vip_agent_probes_total",
                        "target=" + target,
                        "result=" + (reason.isPresent() ? "failed" : "passed"),
                        "reason=" + reason.map(Reason::name).orElse("NONE")))
                .isPositive();
    }

    /** Until another apiserver is known to be better, haproxy is told of silence by a weight alone. */
    @Test
    void theDecisionSaysItToo() {
        await().atMost(Program.TIMEOUT).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            assertThat(agent.agentCheck("")).startsWith("down # CONNECT_TIMEOUT local: ");
            assertThat(agent.http().get("/health").body()).startsWith("CONNECT_TIMEOUT local: ");
            assertThat(agent.check("--source", "agent").exitCode()).isEqualTo(Reason.CONNECT_TIMEOUT.exitCode());
            assertThat(agent.scrape().value("vip_agent_decision_reason", "reason=CONNECT_TIMEOUT"))
                    .isEqualTo(1);
        });
    }

    private static String name(Behaviour behaviour) {
        return behaviour.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<Reason> reason(Behaviour behaviour) {
        return switch (behaviour) {
            case OK, SLOW, CONTINUE_100, CHUNKED_OK, TLS12_ONLY, TLS13_ONLY, P256_ONLY, EC_CERT -> Optional.empty();
            case KEY_UPDATES, CLOSE_BEHIND_ANSWER, TALKATIVE -> Optional.empty();
            case REFUSE -> Optional.of(Reason.CONNECT_REFUSED);
            case SILENT_BEFORE_TLS, TRICKLE_TLS, PLAIN_TEXT, REQUIRE_CLIENT_CERT -> Optional.of(Reason.TLS_FAILED);
            case MISNAMED_CERT, FOREIGN_CERT, NOT_YET_VALID_CERT -> Optional.of(Reason.TLS_UNTRUSTED);
            case EXPIRED_CERT -> Optional.of(Reason.CERT_EXPIRED);
            case SILENT_AFTER_TLS, TRICKLE_HEADERS, TRICKLE_BODY -> Optional.of(Reason.RESPONSE_TIMEOUT);
            case ERROR_500, READYZ_500, UNAVAILABLE_503 -> Optional.of(Reason.SERVER_ERROR);
            case UNAUTHORIZED_401, FORBIDDEN_403, REQUIRE_TOKEN -> Optional.of(Reason.UNAUTHORIZED);
            case NOT_FOUND_404,
                    TOO_MANY_429,
                    REDIRECT_302,
                    WRONG_BODY,
                    EMPTY_BODY,
                    ENDLESS_BODY,
                    ENDLESS_CHUNKED,
                    ENDLESS_HEADERS,
                    CLOSE_HALF_WAY,
                    CLOSE_WITHOUT_ANSWER,
                    GARBAGE_ANSWER -> Optional.of(Reason.UNEXPECTED_RESPONSE);
            case RESET_BEFORE_TLS, RESET_AFTER_TLS, KEY_UPDATE_STORM -> Optional.of(Reason.NETWORK);
        };
    }
}
