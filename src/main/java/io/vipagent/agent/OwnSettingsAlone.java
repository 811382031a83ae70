package io.vipagent.agent;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import io.smallrye.config.SysPropConfigSource;

/**
 * Quarkus would also read {@code .env} and {@code config/application.properties} of the directory in which the agent is
 * started, and {@code QUARKUS_*} of its environment: whoever may write there could turn its housekeeping off. What it
 * was told when it was built, and what {@link Launch} tells it, is all that counts. Quarkus finds this class by
 * META-INF/services while it is built, when it has no effect.
 */
public final class OwnSettingsAlone implements SmallRyeConfigBuilderCustomizer {
    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        if (Launch.started()) {
            builder.setAddDefaultSources(false)
                    .setAddSystemSources(false)
                    .setAddPropertiesSources(false)
                    .withSources(new SysPropConfigSource());
        }
    }

    /** After all others, which add these sources. */
    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }
}
