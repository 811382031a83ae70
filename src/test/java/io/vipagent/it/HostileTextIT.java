package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.history.EventKind;
import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.history.HistoryRecord;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a stranger wrote, no verb, no metric and no log line moves a cursor, colours a word or turns a direction.
 */
class HostileTextIT {
    /**
     * Escape sequences, by one character too (C1); a carriage return, a bell, marks of direction, a zero-width space.
     */
    private static final String HOSTILE = "\u001b[31mred\u009b32m\r\u0007\u202egnirts\u2066\u200b\u0085end";

    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @TempDir
    private Path directory;

    /** One agent whose apiserver has a name from hell, and everything that a person can ask. */
    @Test
    void isPrintableWhereverItIsWritten() throws IOException {
        apiserver.rotate(
                ca.newServer().commonName(HOSTILE).dnsNames("a" + HOSTILE).issue());
        AgentYaml yaml = AgentYaml.in(directory, ca).local(apiserver);
        String was = HistoryRecord.of(new HistoryEvent(
                Instant.now().minusSeconds(60), "cp1", EventKind.VERDICT, "local", "up", "target local is up"));
        Files.writeString(
                directory.resolve("history"), was + "\n" + HOSTILE + "\n" + was.replace("is up", HOSTILE) + "\n");
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            agent.awaitReason("TLS_UNTRUSTED");
            List<Result> results = new ArrayList<>();
            results.add(Program.run(
                    "probe",
                    apiserver.url("/readyz"),
                    "--ca-file",
                    yaml.caFile().toString()));
            results.add(agent.command("check"));
            results.add(agent.command("check", "--source", "probe"));
            results.add(agent.command("drain", HOSTILE));
            results.add(agent.command("check"));
            results.add(agent.command("status", "-o", "wide"));
            results.add(agent.command("status", "-o", "json"));
            results.add(agent.command("status", "-o", "prometheus"));
            results.add(agent.command("top", "--count", "1"));
            results.add(agent.command("resume"));
            results.add(agent.command("notify", "INSTANCE", HOSTILE, "MASTER", "100"));
            results.add(agent.command("history"));
            results.add(agent.command("why"));
            results.add(agent.command("rehearse", "--yes", HOSTILE));
            results.add(Program.run("explain", HOSTILE));
            results.add(Program.run(HOSTILE));
            results.add(Program.run("check", "--" + HOSTILE));
            results.add(Program.run("config", "--config", file("a.yaml", hostileYaml())));
            results.add(Program.run("config", "--config", file("b.yaml", "vip-agent: {" + HOSTILE + ": 1}\n")));
            results.add(Program.run("run", "--config", file("c.yaml", hostileYaml())));
            // Nobody is at that socket, so that it reads the configuration.
            results.add(Program.run(
                    "check",
                    "--socket",
                    directory.resolve("nobody").toString(),
                    "--config",
                    file("d.yaml", hostileYaml())));
            results.add(Program.run(
                    "init",
                    "--from",
                    old().toString(),
                    "--out",
                    directory.resolve("out").toString()));
            results.add(Program.run(
                    "doctor",
                    "--keepalived",
                    old().resolve("keepalived.conf").toString(),
                    "--haproxy",
                    old().resolve("haproxy.cfg").toString(),
                    "--config",
                    yaml.directory().resolve("vip-agent.yaml").toString(),
                    "--socket",
                    yaml.socket().toString(),
                    "--listen",
                    "0"));
            for (Result result : results) {
                assertThat(result.exitCode()).as(result.toString()).isNotEqualTo(70);
                assertPrintable(result.out());
                assertPrintable(result.err());
            }
            assertPrintable(agent.http().get("/metrics").body());
            assertPrintable(agent.http().get("/health").body());
            assertPrintable(agent.http().get("/api/v1/status").body());
            assertPrintable(agent.http().get("/api/v1/history").body());
            assertPrintable(agent.logs());
            assertThat(agent.agentCheck("a" + "\u001b[31m" + "\n")).matches("[ -~\n]*");
        }
    }

    private static String hostileYaml() {
        // As escapes: what YAML does not call printable it takes in no other way.
        String yaml = HOSTILE.chars()
                .mapToObj(c -> c > ' ' && c < 127 ? Character.toString(c) : "\\u%04x".formatted(c))
                .collect(Collectors.joining());
        return "vip-agent:\n  \"" + yaml + "\": 1\n  node: \"" + yaml + "\"\n  targets:\n    \"" + yaml
                + "\": {url: \"https://" + yaml + "\", role: \"" + yaml + "\"}\n";
    }

    private Path old() throws IOException {
        Path old = directory.resolve("old");
        if (!Files.exists(old)) {
            Files.createDirectory(old);
            Files.writeString(
                    old.resolve("keepalived.conf"),
                    "global_defs {\n  " + HOSTILE + "\n}\nvrrp_script " + HOSTILE + " {\n  script \"" + HOSTILE
                            + "\"\n}\nvrrp_instance " + HOSTILE + " {\n  state " + HOSTILE + "\n  interface eth0\n"
                            + "  virtual_router_id 51\n  virtual_ipaddress {\n    192.0.2.100 " + HOSTILE
                            + "\n  }\n}\n");
            Files.writeString(
                    old.resolve("haproxy.cfg"),
                    "global\n  log " + HOSTILE + "\ndefaults\n  " + HOSTILE + "\nfrontend " + HOSTILE
                            + "\n  bind *:8443\n  default_backend b\nbackend b\n  option httpchk GET /" + HOSTILE
                            + "\n  server " + HOSTILE + " 192.0.2.11:6443 check " + HOSTILE + "\n");
        }
        return old;
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static void assertPrintable(String text) {
        assertThat(text.codePoints()
                        .filter(point -> point != '\n' && point != '\t')
                        .filter(point -> switch (Character.getType(point)) {
                            case Character.CONTROL,
                                    Character.FORMAT,
                                    Character.LINE_SEPARATOR,
                                    Character.PARAGRAPH_SEPARATOR -> true;
                            default -> false;
                        })
                        .mapToObj(Integer::toHexString))
                .as(text)
                .isEmpty();
    }
}
