package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Agent;
import io.vipagent.lab.Haproxy;
import io.vipagent.lab.Lab;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code wait} in haproxy's {@code agent-send}: what only repeats that all is well is held back, and news is not. */
@Timeout(120)
class HaproxyAgentWaitE2E {
    private static final int PROBES = 10;

    @AutoClose
    private static Lab lab;

    private static Agent agent;

    @BeforeAll
    static void start() {
        lab = Lab.open(2);
        agent = lab.node(1).startAgent("agent", lab.node(1).agentConf().backends(List.of(lab.node(2))));
        lab.await("the agent decides", agent::grants);
    }

    /** haproxy would ask every 20 ms: the agent's own probes are the clock. */
    @Test
    void haproxyAsksSeldomAndHearsAtOnce() {
        lab.await("cp2 is up", () -> agent.metric("vip_agent_target_up", "target=\"cp2\"") == 1);
        Haproxy haproxy = lab.node(1).startHaproxy("""
                        defaults
                            mode tcp
                            timeout connect 1s
                            timeout check 5s
                            timeout client 5s
                            timeout server 5s
                        backend named
                            server cp2 10.77.0.12:6443 check inter 1s agent-check agent-addr 10.77.0.11 agent-port 9707 agent-inter 20ms agent-send "cp2 wait 2s\\n"
                        """);
        lab.await("haproxy has asked", () -> replies() >= 1);
        double answered = replies();
        double probed = probes();
        lab.await("cp2 was probed", () -> probes() - probed >= PROBES);
        assertThat(replies() - answered).isLessThan(PROBES);

        lab.node(2).apiServer().become(Behaviour.ERROR_500);
        lab.await(
                "haproxy knows",
                () -> haproxy.server("named", "cp2").column("last_agt").contains("SERVER_ERROR cp2: "));
        assertThat(haproxy.server("named", "cp2").status()).startsWith("DOWN");
        lab.node(2).apiServer().become(Behaviour.OK);
        lab.await("haproxy knows", () -> haproxy.server("named", "cp2").status().equals("UP"));
    }

    private static double probes() {
        return agent.metric("vip_agent_probes_total", "target=\"cp2\"");
    }

    private static double replies() {
        return agent.metric("vip_agent_agent_check_replies_total", "reply=\"up\"");
    }
}
