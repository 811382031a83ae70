package io.vipagent.cli;

import io.vipagent.cli.option.HistoryOptions;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.history.HistoryJson;
import io.vipagent.core.history.HistoryTable;
import io.vipagent.platform.HostName;
import io.vipagent.platform.time.SystemTicker;
import io.vipagent.platform.time.Ticker;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what happened. It reads the file on disk, so it works while no agent runs. */
@Command(
        name = "history",
        description = "Prints what happened on this node, or in the cluster: verdicts, decisions, takeovers, drains.",
        footer = {
            "",
            "Examples:",
            "  vip-agent history --since 2h",
            "  vip-agent history --cluster --since 03:00 --until 03:30"
        },
        mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {
    /** The forms of the output. */
    enum HistoryFormat {
        /** Columns for people. */
        TABLE,
        /** One document for programs. */
        JSON
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HistoryOptions options = new HistoryOptions();

    @Option(names = "--since", paramLabel = "TIME", description = "From then on: 2h, 03:12, 2026-01-02T03:12:07Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Until then.")
    private @Nullable String until;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table or json (default: ${DEFAULT-VALUE}).")
    private HistoryFormat output = HistoryFormat.TABLE;

    @Override
    public Integer call() throws InvalidConfiguration {
        PrintWriter out = spec.commandLine().getOut();
        Ticker ticker = new SystemTicker();
        Optional<Instant> from = options.moment(since, "--since", ticker.wall(), spec);
        Optional<Instant> to = options.moment(until, "--until", ticker.wall(), spec);
        HistorySource source =
                new HistorySource(options, System.getenv(), spec.commandLine().getErr(), ticker);
        List<HistoryEvent> events = source.events(from).stream()
                .filter(event -> to.isEmpty() || !event.at().isAfter(to.get()))
                .toList();
        out.print(
                output == HistoryFormat.JSON
                        ? HistoryJson.document(HostName.read().orElse("unknown"), ticker.wall(), events)
                        : HistoryTable.of(events, options.zone()));
        out.flush();
        return ExitCode.OK.code();
    }
}
