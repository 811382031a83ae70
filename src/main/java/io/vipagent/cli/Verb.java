package io.vipagent.cli;

import io.vipagent.cli.help.CompletionCommand;
import io.vipagent.cli.help.ExplainCommand;
import io.vipagent.cli.help.VersionCommand;
import io.vipagent.core.text.Labelled;
import picocli.AutoComplete.GenerateCompletion;

/** What the program can be told to do, in the order of its help. */
enum Verb implements Labelled {
    RUN,
    CHECK,
    PROBE,
    STATUS,
    TOP,
    HISTORY,
    WHY,
    DRAIN,
    RESUME,
    REHEARSE,
    NOTIFY,
    DOCTOR,
    CONFIG,
    INIT,
    EXPLAIN,
    VERSION,
    COMPLETION,
    GENERATE_COMPLETION;

    /** Returns a fresh one: a command holds the values of its options. */
    Object command() {
        // Not by references to constructors: one to a class as old as picocli's breaks the JVM that writes an AOT
        // cache.
        return switch (this) {
            case RUN -> new RunCommand();
            case CHECK -> new CheckCommand();
            case PROBE -> new ProbeCommand();
            case STATUS -> new StatusCommand();
            case TOP -> new TopCommand();
            case HISTORY -> new HistoryCommand();
            case WHY -> new WhyCommand();
            case DRAIN -> new DrainCommand();
            case RESUME -> new ResumeCommand();
            case REHEARSE -> new RehearseCommand();
            case NOTIFY -> new NotifyCommand();
            case DOCTOR -> new DoctorCommand();
            case CONFIG -> new ConfigCommand();
            case INIT -> new InitCommand();
            case EXPLAIN -> new ExplainCommand();
            case VERSION -> new VersionCommand();
            case COMPLETION -> new CompletionCommand();
            case GENERATE_COMPLETION -> new GenerateCompletion();
        };
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return label().replace('_', '-');
    }
}
