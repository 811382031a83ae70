package io.vipagent.cli;

import java.util.Locale;
import java.util.function.Supplier;
import picocli.AutoComplete.GenerateCompletion;

/** What the program can be told to do, in the order of its help. */
enum Verb {
    RUN(RunCommand::new),
    CHECK(CheckCommand::new),
    PROBE(ProbeCommand::new),
    STATUS(StatusCommand::new),
    DRAIN(DrainCommand::new),
    RESUME(ResumeCommand::new),
    NOTIFY(NotifyCommand::new),
    DOCTOR(DoctorCommand::new),
    CONFIG(ConfigCommand::new),
    INIT(InitCommand::new),
    GENERATE_COMPLETION(GenerateCompletion::new);

    private final Supplier<Object> command;

    Verb(Supplier<Object> command) {
        this.command = command;
    }

    /** A fresh one: a command holds the values of its options. */
    Object command() {
        return command.get();
    }

    /** The word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
