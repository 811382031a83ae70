package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every endpoint is a contract of status codes, and nothing else is served. */
@TestInstance(Lifecycle.PER_CLASS)
class HttpIT {
    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @AutoClose
    private final FakeApiServer other = FakeApiServer.start(ca);

    @AutoClose
    private final AgentProcess agent;

    HttpIT(@TempDir Path directory) {
        other.become(Behaviour.ERROR_500);
        agent = AgentProcess.start(
                AgentYaml.in(directory, ca).local(apiserver).target("other", "backend", other.url("/readyz")));
        agent.awaitGranted();
        agent.awaitTarget("other", "down");
    }

    @ParameterizedTest
    @CsvSource({
        "/health, 200, up",
        "/health/local, 200, local: up",
        "/health/other, 503, SERVER_ERROR other: status 500: [-]etcd failed: reason withheld"
    })
    void healthIsOneLineByEveryMethodThatHaproxyUses(String path, int status, String line) {
        for (String method : new String[] {"GET", "OPTIONS", "HEAD"}) {
            HttpResponse<String> response = agent.http().send(method, path);
            assertThat(response.statusCode()).as(method).isEqualTo(status);
            assertThat(response.body()).as(method).isEqualTo(method.equals("HEAD") ? "" : line + "\n");
            assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/plain");
            assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        }
    }

    @Test
    void anUnknownTargetIsNotFound() {
        assertThat(agent.http().get("/health/nobody").statusCode()).isEqualTo(404);
        assertThat(agent.http().get("/health/nobody").body()).isEqualTo("no such target\n");
    }

    /** Neither is spoken, and what would speak it is not even in the native binary. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: permessage-deflate"
            })
    void anUpgradeToAnotherProtocolIsPassedOver(String headers) throws Exception {
        try (Socket client = RawClients.connect(agent.address(), AgentYaml.HTTP_PORT)) {
            String request = "GET /health HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n";
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            String answer = new String(client.getInputStream().readNBytes(17), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void healthIsJsonOnRequest() {
        HttpResponse<String> up = agent.http().get("/health", "Accept", "application/json");
        assertThat(up.statusCode()).isEqualTo(200);
        assertThat(up.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(new JsonObject(up.body())).isEqualTo(JsonObject.of("healthy", true, "detail", "up"));

        HttpResponse<String> down = agent.http().get("/health/other", "Accept", "application/json");
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(down.body()).getString("reason")).isEqualTo("SERVER_ERROR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health/local/more",
                "/q",
                "/q/dev",
                "/q/metrics",
                "/q/info",
                "/q/health-ui",
                "/q/health/started",
                "/q/health/well",
                "/q/health/group",
                "/q/health/group/any",
                "/q/health/live/more",
                "/metrics/more",
                "/api",
                "/api/v1",
                "/api/v1/status/more",
                "/openapi",
                "/favicon.ico"
            })
    void nothingElseIsServed(String path) {
        for (String method : new String[] {"GET", "HEAD", "POST"}) {
            assertThat(agent.http().send(method, path).statusCode())
                    .as(method + " " + path)
                    .isEqualTo(404);
        }
    }

    /** As Patroni's {@code /primary}: the status code is the answer. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void theDecisionIsAStatusCode(String method, @TempDir Path directory) {
        HttpResponse<String> granted = agent.http().send(method, "/decision");
        assertThat(granted.statusCode()).isEqualTo(200);
        assertThat(granted.body()).isEqualTo(method.equals("HEAD") ? "" : "may hold the VIP\n");
        try (AgentProcess dead = AgentProcess.start(AgentYaml.in(directory, ca).local(other))) {
            dead.awaitReason("SERVER_ERROR");
            HttpResponse<String> denied = dead.http().send(method, "/decision");
            assertThat(denied.statusCode()).isEqualTo(503);
            assertThat(denied.body()).startsWith(method.equals("HEAD") ? "" : "SERVER_ERROR local: status 500");
        }
    }

    @Test
    void theDecisionFollowsADrainAndIsJsonOnRequest(@TempDir Path directory) {
        try (AgentProcess drained =
                AgentProcess.start(AgentYaml.in(directory, ca).local(apiserver))) {
            drained.awaitGranted();
            drained.ask("drain kernel update");
            HttpResponse<String> json = drained.http().get("/decision", "Accept", "application/json");
            assertThat(json.statusCode()).isEqualTo(503);
            assertThat(new JsonObject(json.body()).getString("reason")).isEqualTo("MAINTENANCE");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    [127.0.0.1]            | 200 | holds 127.0.0.1
                    [192.0.2.100]          | 503 | does not hold 192.0.2.100
                    [127.0.0.1, 192.0.2.9] | 503 | holds 127.0.0.1, does not hold 192.0.2.9
                    none                   | 503 | not known: no vip is configured
                    """)
    void whetherTheVipIsHereIsAStatusCode(String vips, int status, String words, @TempDir Path directory) {
        AgentYaml yaml = AgentYaml.in(directory, ca).local(apiserver);
        if (!vips.equals("none")) {
            yaml.value("vip", vips);
        }
        try (AgentProcess node = AgentProcess.start(yaml)) {
            node.awaitGranted();
            for (String method : new String[] {"GET", "HEAD", "OPTIONS"}) {
                await().untilAsserted(() -> assertThat(
                                node.http().send(method, "/vip").statusCode())
                        .isEqualTo(status));
            }
            assertThat(node.http().get("/vip").body()).isEqualTo(words + "\n");
        }
    }

    /** haproxy's bare {@code option httpchk}; nothing else is there. */
    @Test
    void optionsOfTheRootIsHealth() {
        assertThat(agent.http().get("/").statusCode()).isEqualTo(404);
        assertThat(agent.http().send("HEAD", "/").statusCode()).isEqualTo(404);
        assertThat(agent.http().send("POST", "/").statusCode()).isEqualTo(405);
        assertThat(agent.http().send("OPTIONS", "/").statusCode()).isEqualTo(200);
        assertThat(agent.http().send("OPTIONS", "/").body()).isEqualTo("up\n");
    }

    /** The page is there for a dead node too, so a check that does not ask for HTML must not find it. */
    @Test
    void theRootIsAPageForWhoeverPrefersHtml() {
        String chromium = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        for (String accept : new String[] {chromium, "text/html", "text/*;q=0.1,text/html"}) {
            HttpResponse<String> page = agent.http().get("/", "Accept", accept);
            assertThat(page.statusCode()).as(accept).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; style-src 'sha256-");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(page.body().getBytes(StandardCharsets.UTF_8).length).isBetween(5_000, 30 * 1024);
            assertThat(page.body()).contains("vip-agent on cp1", "<td>start</td>", "No address is watched");
        }
        for (String accept : new String[] {"*/*", "text/plain", "application/json", "*/*,text/html;q=0.5"}) {
            assertThat(agent.http().get("/", "Accept", accept).statusCode())
                    .as(accept)
                    .isEqualTo(404);
            assertThat(agent.http().send("OPTIONS", "/", "Accept", accept).statusCode())
                    .as(accept)
                    .isEqualTo(200);
        }
        HttpResponse<String> head = agent.http().send("HEAD", "/", "Accept", "text/html");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void metricsAreZippedForWhoAsks() throws IOException {
        URI uri = URI.create("http://" + agent.address() + ":" + AgentYaml.HTTP_PORT + "/metrics");
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip").build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(response.headers().firstValue("Vary")).hasValue("Accept-Encoding");
            byte[] text = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
            assertThat(new String(text, StandardCharsets.UTF_8)).contains("vip_agent_decision 1.0");
            assertThat(response.body().length).isLessThan(text.length / 4);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(agent.http().get("/metrics").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    application/openmetrics-text                                             | application/openmetrics-text
                    application/openmetrics-text;version=1.0.0,text/plain;q=0.5              | application/openmetrics-text
                    application/openmetrics-text;q=0.2,text/plain;version=0.0.4;q=0.5        | text/plain
                    application/vnd.google.protobuf,text/plain;q=0.3,*/*;q=0.1               | text/plain
                    application/vnd.google.protobuf;q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.2,*/*;q=0.1 | application/openmetrics-text
                    text/html,application/xhtml+xml,*/*;q=0.8                                | text/plain
                    text/*                                                                   | text/plain
                    application/*                                                            | application/openmetrics-text
                    """)
    void metricsAreOfTheTypeThatIsPreferred(String accept, String type) {
        HttpResponse<String> response = agent.http().get("/metrics", "Accept", accept);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
    }

    /** As JAX-RS has it. */
    @ParameterizedTest
    @ValueSource(strings = {"/health", "/metrics", "/api/v1/status", "/q/health", "/q/health/live"})
    void aSlashAtTheEndIsTheSamePath(String path) {
        assertThat(agent.http().get(path + "/").statusCode()).isEqualTo(200);
    }

    /** haproxy's bare {@code option httpchk}: an automatic 200 would make a dead node look alive. */
    @Test
    void noPathAnswersOptionsWith200ForADeadNode(@TempDir Path directory) {
        AgentYaml yaml = AgentYaml.in(directory, ca).local(other);
        try (AgentProcess dead = AgentProcess.start(yaml)) {
            dead.awaitTarget("local", "down");
            for (String path : new String[] {"/", "/health", "/health/local", "/health/", "/decision", "/vip"}) {
                assertThat(dead.http().send("OPTIONS", path).statusCode())
                        .as(path)
                        .isEqualTo(503);
            }
            for (String path : new String[] {
                "/metrics",
                "/api/v1/status",
                "/api/v1/history",
                "/nowhere",
                "/q/health",
                "/q/health/live",
                "/q/health/ready",
                "/health/local/more",
                "/*"
            }) {
                assertThat(dead.http().send("OPTIONS", path).statusCode())
                        .as(path)
                        .isIn(404, 405);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, */*, 404, not found",
        "POST, /health, */*, 405, method not allowed",
        "OPTIONS, /metrics, */*, 405, method not allowed",
        "GET, /health, image/png, 406, not acceptable",
        "GET, /metrics, image/png, 406, not acceptable",
        "GET, /api/v1/status, text/csv, 406, not acceptable",
        "GET, /q/health/live, text/csv, 406, not acceptable"
    })
    void whatIsRefusedIsRefusedInPlainWords(String method, String path, String accept, int status, String words) {
        HttpResponse<String> response = agent.http().send(method, path, "Accept", accept);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(words + "\n");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(response.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "text", "*/", "a/b/c;;q=x", ";", ",", "text/plain;q=2"})
    void anAcceptThatCannotBeReadIsTheClientsFault(String accept) {
        assertThat(agent.http().get("/health", "Accept", accept).statusCode()).isIn(200, 400, 406);
        assertThat(agent.logs()).doesNotContain("Exception");
    }

    /** What changes state is on the control socket alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/health/local",
                "/decision",
                "/metrics",
                "/api/v1/status",
                "/q/health",
                "/q/health/live",
                "/q/health/ready"
            })
    void nothingIsWritten(String path) {
        assertThat(agent.http().get(path).statusCode()).isEqualTo(200);
        for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE", "TRACE"}) {
            assertThat(agent.http().send(method, path).statusCode())
                    .as(method + " " + path)
                    .isEqualTo(405);
        }
    }

    @Test
    void readyOnceThereIsAVerdictAndAliveBefore(@TempDir Path directory) {
        AgentYaml yaml = AgentYaml.in(directory, ca).local(apiserver, "rise: 20", "fall: 20");
        try (AgentProcess fresh = AgentProcess.start(yaml)) {
            HttpResponse<String> early = fresh.http().get("/q/health/ready");
            assertThat(fresh.target("local").getString("state")).isEqualTo("starting");
            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(new JsonObject(early.body()).getString("status")).isEqualTo("DOWN");
            assertThat(fresh.http().get("/q/health/live").statusCode()).isEqualTo(200);
            assertThat(fresh.http().get("/health").statusCode()).isEqualTo(503);
            fresh.awaitGranted();
            assertThat(fresh.http().get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(fresh.http().get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aliveAndReadyWhateverTheProbesFound() {
        assertThat(agent.http().get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(agent.http().get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void theStatusIsJson() {
        HttpResponse<String> response = agent.http().get("/api/v1/status");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        JsonObject status = new JsonObject(response.body());
        assertThat(status.getJsonObject("decision").getString("state")).isEqualTo("granted");
        assertThat(status.getJsonArray("targets")).hasSize(2);
    }
}
