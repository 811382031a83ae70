package io.vipagent.cli;

import io.vipagent.agent.Launch;
import io.vipagent.agent.Preflight;
import io.vipagent.agent.RunRequest;
import io.vipagent.cli.option.ConfigOption;
import io.vipagent.config.ConfigLoader;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Settings;
import io.vipagent.core.text.Labelled;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The agent itself: the only command that starts Quarkus. */
@Command(
        name = "run",
        description = "Runs the agent: probes, decides and answers until it is told to stop.",
        footer = {
            "",
            "Examples:",
            "  vip-agent run",
            "  vip-agent run --config /etc/vip-agent/vip-agent.yaml --log-format json"
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    enum LogFormat implements Labelled {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return label();
        }
    }

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: text).")
    private LogFormat logFormat = LogFormat.TEXT;

    @Override
    public Integer call() throws InvalidConfiguration {
        Settings settings = ConfigLoader.load(config.file(), System.getenv());
        try {
            Preflight.check(settings);
        } catch (InvalidConfiguration e) {
            throw Files.exists(config.file())
                    ? e
                    : new InvalidConfiguration(
                            String.valueOf(e.getMessage()),
                            List.of("there is no " + config.file()
                                    + ", so these are built-in defaults; expected vip-agent"
                                    + " run --config FILE where they do not fit"));
        }
        return Launch.run(
                new RunRequest(settings, () -> ConfigLoader.load(config.file(), System.getenv())),
                logFormat == LogFormat.JSON);
    }
}
