package io.vipagent.agent;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;

/** What Quarkus runs: nothing of its own, the {@link Agent} does it all. */
public final class AgentApplication implements QuarkusApplication {
    private final Agent agent;

    @Inject
    public AgentApplication(Agent agent) {
        this.agent = agent;
    }

    @Override
    public int run(String... args) throws Exception {
        agent.start();
        Quarkus.waitForExit();
        return 0;
    }
}
