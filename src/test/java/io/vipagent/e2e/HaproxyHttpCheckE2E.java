package io.vipagent.e2e;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Agent;
import io.vipagent.lab.Haproxy;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** haproxy's {@code option httpchk} against {@code /health}. */
@Tag("side-by-side")
@Timeout(120)
class HaproxyHttpCheckE2E {
    private static final List<String> FOLLOWERS = List.of("by_options", "by_default_method", "by_get", "by_head");

    @AutoClose
    private static Lab lab;

    private static Node node;
    private static Agent agent;
    private static Haproxy haproxy;

    @BeforeAll
    static void start() {
        lab = Lab.open(1);
        node = lab.node(1);
        agent = node.startAgent("agent", node.agentConf());
        lab.await("the agent decides", agent::grants);
        haproxy = node.startHaproxy("""
                defaults
                    mode tcp
                    timeout connect 1s
                    timeout client 5s
                    timeout server 5s
                    default-server check port 9706 inter 500ms fall 2 rise 1
                backend by_options
                    option httpchk OPTIONS /health
                    server cp1 10.77.0.11:6443
                backend by_default_method
                    option httpchk /health
                    server cp1 10.77.0.11:6443
                backend by_get
                    option httpchk
                    http-check send meth GET uri /health/local
                    http-check expect status 200
                    server cp1 10.77.0.11:6443
                backend by_head
                    option httpchk
                    http-check send meth HEAD uri /health ver HTTP/1.1 hdr Host cp1
                    server cp1 10.77.0.11:6443
                backend unknown_target
                    option httpchk
                    http-check send meth GET uri /health/nobody
                    server cp1 10.77.0.11:6443
                """);
    }

    @Test
    void followsTheVerdictByEveryMethod() {
        FOLLOWERS.forEach(backend -> awaitStatus(backend, "UP", "200"));
        node.apiServer().become(Behaviour.SILENT_AFTER_TLS);
        FOLLOWERS.forEach(backend -> awaitStatus(backend, "DOWN", "503"));
        node.apiServer().become(Behaviour.OK);
        FOLLOWERS.forEach(backend -> awaitStatus(backend, "UP", "200"));
    }

    @Test
    void aTargetThatThereIsNotIsDown() {
        awaitStatus("unknown_target", "DOWN", "404");
    }

    private static void awaitStatus(String backend, String status, String code) {
        lab.await("haproxy's " + backend + " is " + status + " by " + code, () -> {
            Haproxy.Server server = haproxy.server(backend, "cp1");
            return server.status().startsWith(status)
                    && server.column("check_code").equals(code);
        });
    }
}
