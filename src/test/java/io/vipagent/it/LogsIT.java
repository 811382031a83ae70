package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One line per transition, for people or for machines, and none per probe. */
@TestInstance(Lifecycle.PER_CLASS)
class LogsIT {
    private static final String SPAN = "([0-9]+ms|[0-9]+\\.[0-9]s|[0-9]+m[0-9]+s)";

    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @Test
    void oneLinePerTransitionAndNonePerProbe(@TempDir Path directory) {
        apiserver.become(Behaviour.OK);
        try (AgentProcess agent = AgentProcess.start(AgentYaml.in(directory, ca).local(apiserver, "fall: 3"))) {
            agent.awaitLogLines(" decision ", 1);
            apiserver.become(Behaviour.READYZ_500);
            agent.awaitLogLines(" decision ", 2);
            int lines = agent.logs().lines().toList().size();
            apiserver.awaitRequests(apiserver.requests() + 10, Program.TIMEOUT);
            assertThat(agent.logs().lines()).hasSize(lines);
            apiserver.become(Behaviour.OK);

            List<String> decisions = agent.awaitLogLines(" decision ", 3);
            assertThat(decisions.get(1))
                    .contains("decision denied: SERVER_ERROR local: status 500")
                    .endsWith(", was granted");
            List<String> turns = agent.awaitLogLines(" target local is ", 3);
            assertThat(turns.get(0)).matches(".* INFO +target local is up: 1 pass, was starting for " + SPAN);
            assertThat(turns.get(1))
                    .matches(".* WARN +target local is down \\(SERVER_ERROR local: status 500: \\[-]etcd failed: reason"
                            + " withheld\\): 3 consecutive failures, was up for " + SPAN);
            assertThat(turns.get(2)).matches(".* INFO +target local is up: 1 pass, was down for " + SPAN);
        }
    }

    @Test
    void theSameAsJson(@TempDir Path directory) {
        apiserver.become(Behaviour.ERROR_500);
        try (AgentProcess agent =
                AgentProcess.start(AgentYaml.in(directory, ca).local(apiserver), "--log-format=json")) {
            agent.awaitReason("SERVER_ERROR");
            agent.terminate();
            agent.awaitExit(Program.TIMEOUT);

            List<JsonObject> lines = agent.logs().lines().map(JsonObject::new).toList();
            assertThat(lines).allMatch(line -> !line.getString("message").isEmpty());
            JsonObject turn = lines.stream()
                    .filter(line -> line.getString("message").startsWith("target local is down"))
                    .findFirst()
                    .orElseThrow();
            assertThat(turn.getString("level")).isEqualTo("WARN");
            JsonObject fields = turn.getJsonObject("mdc");
            assertThat(fields.getString("target")).isEqualTo("local");
            assertThat(fields.getString("state")).isEqualTo("down");
            assertThat(fields.getString("reason")).isEqualTo("SERVER_ERROR");
            assertThat(fields.getString("detail")).startsWith("local: status 500");
            assertThat(fields.getValue("consecutive")).hasToString("2");
            assertThat(fields.getMap()).containsKey("secondsBefore");
        }
    }
}
