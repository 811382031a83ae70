package io.vipagent.agent.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vipagent.platform.linux.Descriptors;
import io.vipagent.platform.linux.OwnProcess;
import io.vipagent.platform.time.Ticker;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** The metrics of this process, by the names that every client library of Prometheus gives them. Read when scraped. */
final class ProcessMetrics {
    private static final double MILLIS = 1e3;

    private final MeterRegistry registry;

    ProcessMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void watch(Ticker ticker) {
        OptionalDouble age = OwnProcess.ageSeconds();
        double started = age.isPresent() ? ticker.wall().toEpochMilli() / MILLIS - age.getAsDouble() : Double.NaN;
        gauge("start.time", "seconds", "When the process started, in seconds since 1970.", () -> started);
        // Micrometer holds what it asks by a weak reference: the class is held by others.
        FunctionCounter.builder("process.cpu.seconds", OwnProcess.class, _ -> number(OwnProcess.cpuSeconds()))
                .description("Processor time that the process has used, by itself and in the kernel.")
                .register(registry);
        gauge("resident.memory", "bytes", "Memory in use.", () -> number(OwnProcess.residentBytes()));
        gauge("virtual.memory", "bytes", "Address space.", () -> number(OwnProcess.virtualBytes()));
        gauge("threads", "", "Threads.", () -> number(OwnProcess.threads()));
        gauge("open.fds", "", "Open file descriptors.", Descriptors::open);
        gauge("max.fds", "", "How many file descriptors may be open.", Descriptors::limit);
    }

    private void gauge(String name, String unit, String help, Supplier<Number> value) {
        Gauge.builder("process." + name, value)
                .description(help)
                .baseUnit(unit.isEmpty() ? null : unit)
                .register(registry);
    }

    private static double number(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }
}
