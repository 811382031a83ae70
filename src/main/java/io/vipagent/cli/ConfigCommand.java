package io.vipagent.cli;

import io.vipagent.cli.option.ConfigOption;
import io.vipagent.config.ConfigLoader;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.SettingsSchema;
import io.vipagent.config.SettingsYaml;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the configuration that is in effect. */
@Command(
        name = "config",
        description = "Checks the configuration and prints it with all defaults, as YAML.",
        footer = {
            "",
            "Examples:",
            "  vip-agent config",
            "  vip-agent config --config ./vip-agent.yaml",
            "  vip-agent config --schema"
        },
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--schema",
            description = "Prints the JSON Schema of the configuration instead, for editors; reads no configuration.")
    private boolean schema;

    @Override
    public Integer call() throws InvalidConfiguration {
        System.out.print(
                schema ? SettingsSchema.json() : SettingsYaml.of(ConfigLoader.load(config.file(), System.getenv())));
        return ExitCode.OK.code();
    }
}
