package io.vipagent.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.vipagent.check.Reason;
import io.vipagent.verdict.Answer.Healthy;
import io.vipagent.verdict.Answer.Unhealthy;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The JSON, to the letter: others parse it. */
class StatusJsonTest {
    @Test
    void showsADrainedNode() {
        assertThat(StatusJson.of("cp1", "1.2.3", Views.drained())).isEqualTo("""
                        {
                          "node" : "cp1",
                          "version" : "1.2.3",
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
                          } ]
                        }
                        """);
    }

    @Test
    void showsEveryKindOfTarget() {
        String json = StatusJson.of("cp1", "1.2.3", Views.mixed());
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
                          } ]
                        }
                        """);
        assertThat(json.split("\"name\" : ", -1)).hasSize(5);
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
        try (JsonParser parser = new JsonFactory().createParser(StatusJson.of("\u0000\"\\", "v", Views.mixed()))) {
            while (parser.nextToken() != null) {
                values++;
            }
        }
        assertThat(values).isGreaterThan(100);
    }
}
