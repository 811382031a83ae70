package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Agent;
import io.vipagent.lab.Haproxy;
import io.vipagent.lab.Lab;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** haproxy's {@code agent-send}: the answer is for the target that it names, every single time. */
@Tag("side-by-side")
@Timeout(120)
class HaproxyAgentSendE2E {
    private static final int CHECKS = 200;

    @AutoClose
    private static Lab lab;

    private static Agent agent;
    private static Haproxy haproxy;

    @BeforeAll
    static void start() {
        lab = Lab.open(2);
        agent = lab.node(1).startAgent("agent", lab.node(1).agentConf().backends(List.of(lab.node(2))));
        lab.await("the agent decides", agent::grants);
    }

    @Test
    void answersForTheNamedTargetAndNeverForTheDefault() {
        lab.node(1).apiServer().become(Behaviour.ERROR_500);
        lab.await("the default is down, cp2 up", () -> up("local") == 0 && up("cp2") == 1);
        haproxy = lab.node(1).startHaproxy("""
                        defaults
                            mode tcp
                            timeout connect 1s
                            timeout client 5s
                            timeout server 5s
                        backend named
                            server cp2 10.77.0.12:6443 check inter 1s agent-check agent-addr 10.77.0.11 agent-port 9707 agent-inter 20ms agent-send "cp2\\n"
                        """);
        lab.await("haproxy has asked", () -> replies("up") >= CHECKS);
        assertThat(replies("down")).as("replies for the default").isZero();
        assertThat(haproxy.server("named", "cp2").status()).isEqualTo("UP");

        lab.node(1).apiServer().become(Behaviour.OK);
        lab.node(2).apiServer().become(Behaviour.ERROR_500);
        lab.await("the default is up, cp2 down", () -> up("local") == 1 && up("cp2") == 0);
        double before = replies("up");
        lab.await("haproxy has asked", () -> replies("down") >= CHECKS);
        assertThat(replies("up") - before).as("replies for the default").isZero();
        assertThat(haproxy.server("named", "cp2").status()).startsWith("DOWN");
        lab.await(
                "its reason is shown",
                () -> haproxy.server("named", "cp2").column("last_agt").contains("SERVER_ERROR cp2: "));
    }

    private static double up(String target) {
        return agent.metric("vip_agent_target_up", "target=\"" + target + "\"");
    }

    private static double replies(String reply) {
        return agent.metric("vip_agent_agent_check_replies_total", "reply=\"" + reply + "\"");
    }
}
