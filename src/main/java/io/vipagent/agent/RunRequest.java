package io.vipagent.agent;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Settings;

/**
 * What {@code vip-agent run} asks of the agent.
 *
 * @param settings what {@code source} gave, and a preflight found nothing wrong with
 * @param source where newer settings come from, when the agent is told to read them again
 */
public record RunRequest(Settings settings, SettingsSource source) {
    @FunctionalInterface
    public interface SettingsSource {
        /** Returns the settings as they are written at this moment. */
        Settings load() throws InvalidConfiguration;
    }
}
