package io.vipagent.cli;

import io.vipagent.cli.option.ConfigOption;
import io.vipagent.cli.option.SocketOption;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.text.Durations;
import io.vipagent.core.text.Labelled;
import io.vipagent.platform.time.SystemTicker;
import io.vipagent.tools.doctor.Doctor;
import io.vipagent.tools.doctor.DoctorReport;
import io.vipagent.tools.doctor.ReportJson;
import io.vipagent.tools.doctor.ReportText;
import io.vipagent.tools.doctor.collect.FactCollector;
import io.vipagent.tools.doctor.rules.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is wrong on this node. */
@Command(
        name = "doctor",
        description = {
            "Looks for what is wrong on this node: keepalived, haproxy, static pods, files, certificates and "
                    + "the agent.",
            "Changes nothing, and needs no root; what it could not look at is listed. Only root hears VRRP "
                    + "advertisements.",
            "Exits with 2 where there are errors, 1 where there are warnings, else 0."
        },
        footer = {
            "",
            "Examples:",
            "  vip-agent doctor",
            "  sudo vip-agent doctor --listen 5s",
            "  vip-agent doctor -o json"
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private ReportFormat output = ReportFormat.TEXT;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private SocketOption socket = new SocketOption();

    @Option(
            names = "--keepalived",
            paramLabel = "FILE",
            arity = "1..*",
            description = "This node's keepalived.conf, then those of the other nodes, to compare them"
                    + " (default: keepalived's own -f, else /etc/keepalived/keepalived.conf).")
    private List<Path> keepalived = List.of();

    @Option(
            names = "--haproxy",
            paramLabel = "FILE",
            description = "haproxy's configuration (default: /etc/haproxy/haproxy.cfg).")
    private @Nullable Path haproxy;

    @Option(
            names = "--manifests",
            paramLabel = "DIR",
            defaultValue = "/etc/kubernetes/manifests",
            description = "Where the static pods are (default: ${DEFAULT-VALUE}).")
    private Path manifests = Path.of("/etc/kubernetes/manifests");

    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = "/",
            description =
                    "The node's root directory, for a disk that is mounted elsewhere; every other path is below it,"
                            + " and only files are looked at (default: ${DEFAULT-VALUE}).")
    private Path root = Path.of("/");

    @Option(
            names = "--listen",
            paramLabel = "TIME",
            defaultValue = "3500ms",
            converter = ListenConverter.class,
            description =
                    "How long to listen for VRRP advertisements where that is permitted, at most 1m; 0: not at all"
                            + " (default: ${DEFAULT-VALUE}).")
    private Duration listen = Duration.ofMillis(3500);

    /** How the report is written. */
    enum ReportFormat implements Labelled {
        TEXT,
        JSON;

        /** Returns the word on the command line. */
        @Override
        public String toString() {
            return label();
        }
    }

    /** A length of time that a person will wait: 0, or up to a minute. */
    static final class ListenConverter implements ITypeConverter<Duration> {
        private static final Duration MAX_DURATION = Duration.ofMinutes(1);

        @Override
        public Duration convert(String value) {
            Optional<Duration> length = value.equals("0") ? Optional.of(Duration.ZERO) : Durations.parse(value);
            return length.filter(given -> given.compareTo(MAX_DURATION) <= 0)
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + value + "\" is no time to listen, expected 0, or up to 1m, such as 3500ms or 3s"));
        }
    }

    @Override
    public Integer call() throws InvalidConfiguration {
        FactCollector.CollectionRequest asked = new FactCollector.CollectionRequest(
                root,
                keepalived.stream().map(DoctorCommand::absolute).toList(),
                Optional.ofNullable(haproxy).map(DoctorCommand::absolute),
                absolute(manifests),
                config.file(),
                System.getenv(),
                socket.named(System.getenv()),
                listen);
        DoctorReport report = Doctor.examine(FactCollector.gather(asked, new SystemTicker()));
        System.out.print(
                switch (output) {
                    case TEXT -> ReportText.of(report);
                    case JSON -> ReportJson.of(report);
                });
        return code(report.worst()).code();
    }

    private static ExitCode code(Optional<Severity> worst) {
        return worst.map(severity -> switch (severity) {
                    case ERROR -> ExitCode.ERRORS;
                    case WARNING -> ExitCode.UNHEALTHY;
                    case ADVICE -> ExitCode.OK;
                })
                .orElse(ExitCode.OK);
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
