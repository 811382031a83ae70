package io.vipagent.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.Reason;
import io.vipagent.core.vip.PeerStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The JSON, to the letter: others parse it. */
class StatusJsonTest {
    @Test
    void showsADrainedNode() {
        assertThat(StatusJson.of(HealthSnapshots.plain(HealthSnapshots.drained())))
                .isEqualTo("""
                        {
                          "node" : "cp1",
                          "version" : "1.2.3",
                          "time" : "2026-01-02T03:04:05.678Z",
                          "decision" : {
                            "mayHoldVip" : false,
                            "state" : "denied",
                            "healthy" : false,
                            "reason" : "MAINTENANCE",
                            "detail" : "new \\"kernel\\""
                          },
                          "service" : {
                            "healthy" : false,
                            "reason" : "MAINTENANCE",
                            "detail" : "new \\"kernel\\""
                          },
                          "maintenance" : {
                            "active" : true,
                            "reason" : "new \\"kernel\\""
                          },
                          "targets" : [ {
                            "name" : "local",
                            "role" : "local",
                            "url" : "https://127.0.0.1:6443/readyz",
                            "state" : "up",
                            "healthy" : true,
                            "detail" : "local: up",
                            "since" : "2026-01-02T03:04:05.678Z",
                            "secondsInState" : 1.0,
                            "secondsSinceProbe" : 0.0,
                            "consecutivePasses" : 2,
                            "consecutiveFailures" : 0,
                            "lastProbe" : {
                              "passed" : true,
                              "status" : 200,
                              "seconds" : { }
                            }
                          } ],
                          "vips" : [ ],
                          "vrrp" : [ ],
                          "keepalived" : "unknown"
                        }
                        """);
    }

    @Test
    void showsEveryKindOfTarget() {
        String json = StatusJson.of(HealthSnapshots.plain(HealthSnapshots.mixed()));
        assertThat(json)
                .contains("""
                          "decision" : {
                            "mayHoldVip" : true,
                            "state" : "granted",
                            "healthy" : true,
                            "detail" : "may hold the VIP"
                          },
                          "service" : {
                            "healthy" : true,
                            "detail" : "up"
                          },
                          "maintenance" : {
                            "active" : false,
                            "reason" : ""
                          },
                        """)
                .contains("""
                            "name" : "a-name-of-length",
                            "role" : "backend",
                            "url" : "https://127.0.0.1:6443/readyz",
                            "state" : "down",
                            "healthy" : false,
                            "reason" : "SERVER_ERROR",
                            "detail" : "a-name-of-length: status 500: [-]etcd failed",
                            "since" : "2026-01-02T03:04:05.678Z",
                            "secondsInState" : 3.5,
                            "secondsSinceProbe" : 0.5,
                            "consecutivePasses" : 0,
                            "consecutiveFailures" : 7,
                            "lastProbe" : {
                              "passed" : false,
                              "reason" : "SERVER_ERROR",
                              "detail" : "status 500: [-]etcd failed",
                              "seconds" : {
                                "resolve" : 1.0E-6,
                                "connect" : 3.0E-4,
                                "total" : 1.25
                              }
                            },
                            "certificate" : {
                              "subject" : "CN=kube-apiserver",
                              "issuer" : "CN=kubernetes",
                              "notBefore" : "2026-01-01T00:00:00Z",
                              "notAfter" : "2027-01-01T00:00:00Z"
                            }
                        """)
                .contains("\"state\" : \"stale\",\n    \"healthy\" : false,\n    \"reason\" : \"STALE\"")
                .contains("""
                            "state" : "starting",
                            "healthy" : false,
                            "reason" : "STARTING",
                            "detail" : "vip: not probed yet",
                            "since" : "2026-01-02T03:04:05.678Z",
                            "secondsInState" : 0.01,
                            "secondsSinceProbe" : 0.01,
                            "consecutivePasses" : 0,
                            "consecutiveFailures" : 0
                          } ],
                        """);
        assertThat(json.split("\"name\" : ", -1)).hasSize(5);
    }

    @Test
    void showsWhereTheVipsAre() {
        assertThat(StatusJson.of(HealthSnapshots.vips())).contains("""
                          "vips" : [ {
                            "address" : "192.0.2.100",
                            "present" : true,
                            "interface" : "eth0",
                            "up" : true,
                            "findings" : [ "address_despite_denial" ]
                          }, {
                            "address" : "2001:db8:0:0:0:0:0:100",
                            "present" : false,
                            "findings" : [ "consistent" ]
                          } ],
                          "vrrp" : [ {
                            "instance" : "VI_1",
                            "state" : "MASTER",
                            "since" : "2026-01-02T03:04:05.678Z",
                            "priority" : 150,
                            "transitions" : 4
                          } ],
                          "keepalived" : "alive",
                          "holders" : [ {
                            "address" : "192.0.2.100",
                            "verdict" : "several",
                            "nodes" : [ "cp1", "cp2" ],
                            "unknown" : [ "http://192.0.2.13:9706" ]
                          } ],
                          "peers" : [ {
                            "url" : "http://192.0.2.12:9706",
                            "up" : true,
                            "node" : "cp2",
                            "mayHoldVip" : true,
                            "clockAheadSeconds" : 1.5
                          }, {
                            "url" : "http://192.0.2.13:9706",
                            "up" : false,
                            "reason" : "CONNECT_REFUSED",
                            "detail" : "nobody listens there"
                          } ],
                          "peerFindings" : [ "the clock of cp2 is ahead" ]
                        }
                        """);
    }

    @Test
    void isWhatPeersRead() throws Exception {
        PeerStatus read = PeerStatusReaderTest.whole(StatusJson.of(HealthSnapshots.vips()));
        assertThat(read.node()).isEqualTo("cp1");
        assertThat(read.time()).contains(HealthSnapshots.vips().time());
        assertThat(read.mayHoldVip()).isFalse();
        assertThat(read.vips())
                .isEqualTo(Map.of(
                        InetAddress.ofLiteral("192.0.2.100"), true, InetAddress.ofLiteral("2001:db8::100"), false));
    }

    @Test
    void showsAnAnswerAlone() {
        assertThat(StatusJson.of(new Healthy("up"))).isEqualTo("{\"healthy\":true,\"detail\":\"up\"}\n");
        assertThat(StatusJson.of(new Unhealthy(Reason.NETWORK, "no\troute")))
                .isEqualTo("{\"healthy\":false,\"reason\":\"NETWORK\",\"detail\":\"no\\troute\"}\n");
    }

    @Test
    void isJson() throws IOException {
        int values = 0;
        try (JsonParser parser = new JsonFactory()
                .createParser(StatusJson.of(HealthSnapshots.plain("\u0000\"\\", "v", HealthSnapshots.mixed())))) {
            while (parser.nextToken() != null) {
                values++;
            }
        }
        assertThat(values).isGreaterThan(100);
    }
}
