package io.vipagent.agent.monitor;

import java.util.Optional;

/** A drain that outlives nothing. */
public final class MaintenanceInMemory implements Maintenance {
    private volatile Optional<String> reason = Optional.empty();

    @Override
    public Optional<String> reason() {
        return reason;
    }

    @Override
    public void drain(String why) {
        reason = Optional.of(why);
    }

    @Override
    public void resume() {
        reason = Optional.empty();
    }
}
