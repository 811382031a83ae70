package io.vipagent.e2e;

import io.vipagent.fake.Identity;
import io.vipagent.fake.TestCa;
import io.vipagent.lab.Agent;
import io.vipagent.lab.Haproxy;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import io.vipagent.lab.Prometheus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * haproxy's {@code check-ssl} and Prometheus' {@code tls_config} and {@code authorization} against an agent that serves
 * in TLS: verdicts for everybody, details for who shows a certificate or the token, and nothing for who shows a bad
 * one.
 */
@Tag("side-by-side")
@Timeout(120)
class HttpTlsE2E {
    private static final String TARGET = "10.77.0.11:9706";

    @AutoClose
    private static Lab lab;

    private static Node node;
    private static Path pki;

    @BeforeAll
    static void start() throws IOException {
        lab = Lab.open(1);
        node = lab.node(1);
        pki = Files.createDirectories(node.directory().resolve("pki"));
        Agent agent = node.startAgent("agent", node.agentConf().httpTls(pki, "s3cr3t"));
        TestCa ca = node.ca();
        write("client", ca.client("client"));
        write("foreign", ca.foreign().client("client"));
        write(
                "expired",
                ca.newClient("client")
                        .notAfter(Instant.now().minus(Duration.ofMinutes(1)))
                        .issue());
        lab.await("the agent decides", agent::grants);
    }

    @Test
    void haproxy() {
        String tls = "check-ssl verify required ca-file " + node.caFile();
        Haproxy haproxy = node.startHaproxy("""
                defaults
                    mode tcp
                    timeout connect 1s
                    timeout client 5s
                    timeout server 5s
                    default-server check port 9706 inter 500ms fall 2 rise 1
                backend verdict
                    option httpchk GET /health
                    server cp1 10.77.0.11:6443 %1$s
                backend bare
                    option httpchk
                    server cp1 10.77.0.11:6443 %1$s
                backend details
                    option httpchk GET /metrics
                    server cp1 10.77.0.11:6443 %1$s crt %2$s/client.pem
                backend nothing_shown
                    option httpchk GET /metrics
                    server cp1 10.77.0.11:6443 %1$s
                backend foreign
                    option httpchk GET /health
                    server cp1 10.77.0.11:6443 %1$s crt %2$s/foreign.pem
                backend expired
                    option httpchk GET /health
                    server cp1 10.77.0.11:6443 %1$s crt %2$s/expired.pem
                backend in_the_clear
                    option httpchk GET /health
                    server cp1 10.77.0.11:6443
                """.formatted(tls, pki));
        for (String answered : List.of("verdict", "bare", "details")) {
            awaitStatus(haproxy, answered, "UP", "200");
        }
        awaitStatus(haproxy, "nothing_shown", "DOWN", "401");
        for (String refused : List.of("foreign", "expired", "in_the_clear")) {
            awaitStatus(haproxy, refused, "DOWN", "");
        }
    }

    @Test
    void prometheus() {
        Prometheus prometheus = node.startPrometheus(
                "global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n"
                        + job("certificate", certificate("client"), "")
                        + job("token", "", "    authorization: {credentials_file: " + pki + "/token}\n")
                        + job("nothing", "", "")
                        + job("foreign", certificate("foreign"), "")
                        + job("expired", certificate("expired"), ""),
                lab.client());
        for (String answered : List.of("certificate", "token")) {
            awaitValue(prometheus, "up{job=\"" + answered + "\"}", 1);
            awaitValue(prometheus, "vip_agent_decision{job=\"" + answered + "\"}", 1);
        }
        for (String refused : List.of("nothing", "foreign", "expired")) {
            awaitValue(prometheus, "up{job=\"" + refused + "\"}", 0);
        }
    }

    /** For Prometheus in two files, for haproxy in one. */
    private static void write(String name, Identity identity) throws IOException {
        identity.writeTo(pki, name);
        Files.writeString(pki.resolve(name + ".pem"), identity.certificatePem() + identity.keyPem());
    }

    private static String job(String name, String shown, String more) {
        return "  - job_name: " + name + "\n    scheme: https\n    tls_config: {ca_file: " + node.caFile() + shown
                + "}\n" + more + "    static_configs: [{targets: [\"" + TARGET + "\"]}]\n";
    }

    private static String certificate(String name) {
        return ", cert_file: " + pki + "/" + name + ".crt, key_file: " + pki + "/" + name + ".key";
    }

    private static void awaitStatus(Haproxy haproxy, String backend, String status, String code) {
        lab.await("haproxy's " + backend + " is " + status + " by " + code, () -> {
            Haproxy.Server server = haproxy.server(backend, "cp1");
            return server.status().startsWith(status)
                    && server.column("check_code").equals(code);
        });
    }

    private static void awaitValue(Prometheus prometheus, String query, double value) {
        lab.await(query + " == " + value, () -> prometheus.value(query).equals(OptionalDouble.of(value)));
    }
}
