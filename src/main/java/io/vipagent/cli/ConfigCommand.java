package io.vipagent.cli;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.SettingsYaml;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The effective configuration. */
@Command(
        name = "config",
        description = "Checks the configuration and prints it with all defaults, as YAML.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws InvalidConfiguration {
        System.out.print(SettingsYaml.of(config.load()));
        return ExitCode.OK.code();
    }
}
