package io.vipagent.cli;

import io.vipagent.cli.option.HistoryOptions;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.history.HistoryTable;
import io.vipagent.core.history.Story;
import io.vipagent.platform.time.SystemTicker;
import io.vipagent.platform.time.Ticker;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says why the virtual IP moved: one sentence, then the events that it rests on. */
@Command(
        name = "why",
        description = "Says why the virtual IP moved: the last time, or nearest to a time.",
        footer = {"", "Examples:", "  vip-agent why --cluster", "  vip-agent why 03:12 --cluster"},
        mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HistoryOptions options = new HistoryOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "TIME",
            description = "Such as 03:12, 2h (ago) or 2026-01-02T03:12:07Z (default: the last move).")
    private @Nullable String time;

    @Option(names = "--last", description = "The last move, which is the default.")
    private boolean last;

    @Override
    public Integer call() throws InvalidConfiguration {
        PrintWriter out = spec.commandLine().getOut();
        Ticker ticker = new SystemTicker();
        Optional<Instant> around = last ? Optional.empty() : options.moment(time, "TIME", ticker.wall(), spec);
        HistorySource source =
                new HistorySource(options, System.getenv(), spec.commandLine().getErr(), ticker);
        Story story = Story.of(source.events(Optional.empty()), around, options.zone());
        out.println(story.sentence());
        if (!story.events().isEmpty()) {
            out.println();
            out.print(HistoryTable.of(story.events(), options.zone()));
        }
        out.flush();
        return ExitCode.OK.code();
    }
}
