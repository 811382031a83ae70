package io.vipagent.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The agent, from a fresh copy of the binary. */
final class RunningAgent implements AutoCloseable {
    private final AgentOptions options;
    private final Child child;
    private final Scraper scraper;

    private RunningAgent(AgentOptions options, Child child, Scraper scraper) {
        this.options = options;
        this.child = child;
        this.scraper = scraper;
    }

    /** Starts it and waits for its first verdict. */
    static RunningAgent start(Path binary, AgentOptions options) {
        List<String> command = prepare(binary, options);
        Child child = Child.start("vip-agent", options.directory().resolve("log"), command);
        Scraper scraper = new Scraper("http://127.0.0.1:" + options.httpPort());
        RunningAgent agent = new RunningAgent(options, child, scraper);
        try {
            Pause.until("the agent's first verdict", Duration.ofSeconds(60), () -> {
                child.mustLive();
                return scraper.answers("/q/health/ready");
            });
        } catch (RuntimeException e) {
            child.close();
            throw e;
        }
        return agent;
    }

    /** Writes the configuration and copies the binary; the command that runs it. */
    static List<String> prepare(Path binary, AgentOptions options) {
        try {
            Files.createDirectories(options.directory());
            Files.writeString(options.file(), options.yaml());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Contender(
                        "vip-agent",
                        List.of(binary),
                        List.of(
                                "@" + binary.getFileName(),
                                "run",
                                "--config",
                                options.file().toString()))
                .copiedTo(options.directory().resolve("copy"));
    }

    AgentOptions options() {
        return options;
    }

    long pid() {
        return child.pid();
    }

    Scraper scraper() {
        return scraper;
    }

    /** How many probes have ended so far. */
    double probes() {
        return Scraper.sum(scraper.get("/metrics"), "vip_agent_probes_total");
    }

    /** How many of them failed. */
    double failures() {
        return Scraper.sum(scraper.get("/metrics"), "vip_agent_probes_total", "result=\"failed\"");
    }

    @Override
    public void close() {
        scraper.close();
        child.close();
    }
}
