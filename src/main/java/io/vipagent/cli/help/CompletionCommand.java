package io.vipagent.cli.help;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Completion of verbs, options, values and files, for the shells that people have. */
@Command(
        name = "completion",
        description = "Prints a script by which bash, zsh or fish completes verbs, options, values and files.",
        footer = {
            "",
            "Examples:",
            "  source <(vip-agent completion bash)",
            "  vip-agent completion zsh > ~/.vip-agent.zsh; echo 'source ~/.vip-agent.zsh' >> ~/.zshrc",
            "  vip-agent completion fish > ~/.config/fish/completions/vip-agent.fish"
        },
        mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {
    private static final String ZSH =
            "autoload -Uz compinit bashcompinit\n" + "whence -w compdef > /dev/null || compinit\n" + "bashcompinit\n";

    /** The shells that a completion is written for. */
    enum Shell {
        /** The shell of GNU. */
        BASH,
        /** By its imitation of bash's completion. */
        ZSH,
        /** The friendly one. */
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        CommandLine program = spec.root().commandLine();
        String name = program.getCommandName();
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (shell) {
                    case BASH -> AutoComplete.bash(name, program);
                    case ZSH -> ZSH + AutoComplete.bash(name, program);
                    case FISH -> FishCompletion.of(program);
                });
        out.flush();
        return 0;
    }
}
