package io.vipagent.e2e;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Agent;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import io.vipagent.lab.Prometheus;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Prometheus scrapes three agents and answers what an operator asks. */
@Timeout(120)
class PrometheusE2E {
    private static final List<Agent> AGENTS = new ArrayList<>();

    @AutoClose
    private static Lab lab;

    private static Prometheus prometheus;

    @BeforeAll
    static void start() {
        lab = Lab.open(3);
        for (Node node : lab.nodes()) {
            AGENTS.add(node.startAgent("agent", node.agentConf().backends(lab.others(node))));
        }
        String targets = lab.nodes().stream()
                .map(node -> "\"" + node.address() + ":9706\"")
                .collect(Collectors.joining(", "));
        prometheus = lab.node(1).startPrometheus("""
                        global: {scrape_interval: 1s, scrape_timeout: 1s}
                        scrape_configs:
                          - job_name: vip-agent
                            static_configs:
                              - targets: [%s]
                        """.formatted(targets), lab.client());
    }

    @Test
    void followsTheAgents() {
        awaitValue("sum(up)", 3);
        awaitValue("sum(vip_agent_decision)", 3);
        awaitValue("sum(vip_agent_target_up)", 9);
        awaitValue("sum(vip_agent_target_up{role=\"local\"})", 3);

        lab.node(2).apiServer().become(Behaviour.SILENT_AFTER_TLS);
        awaitValue("sum(vip_agent_decision)", 2);
        awaitValue("vip_agent_decision{instance=\"10.77.0.12:9706\"}", 0);
        awaitValue("vip_agent_decision_reason{instance=\"10.77.0.12:9706\",reason=\"RESPONSE_TIMEOUT\"}", 1);
        awaitValue("sum(vip_agent_decision_reason)", 1);
        awaitValue("vip_agent_target_up{instance=\"10.77.0.11:9706\",target=\"cp2\"}", 0);
        lab.node(2).apiServer().become(Behaviour.OK);
        awaitValue("sum(vip_agent_decision)", 3);

        AGENTS.get(2).daemon().kill();
        awaitValue("up{instance=\"10.77.0.13:9706\"}", 0);
        awaitValue("sum(up)", 2);
    }

    private static void awaitValue(String query, double value) {
        lab.await(query + " == " + value, () -> prometheus.value(query).equals(OptionalDouble.of(value)));
    }
}
