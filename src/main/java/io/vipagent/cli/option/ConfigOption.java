package io.vipagent.cli.option;

import io.vipagent.config.ConfigLoader;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says where the configuration is. */
public final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:VIP_AGENT_CONFIG:-/etc/vip-agent/vip-agent.yaml}",
            description = "The configuration (default: ${DEFAULT-VALUE}; where that is missing: built-in defaults).")
    private Path file = ConfigLoader.DEFAULT_FILE;

    /** Returns the file; it may be missing. */
    public Path file() {
        return file;
    }
}
