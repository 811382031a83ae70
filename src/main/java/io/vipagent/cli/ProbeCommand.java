package io.vipagent.cli;

import io.vipagent.cli.option.DurationConverter;
import io.vipagent.cli.option.TargetOptions;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.ServerCertificate;
import io.vipagent.core.target.Target;
import io.vipagent.core.text.OneLine;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One probe, for people. */
@Command(
        name = "probe",
        description = "Probes a URL once and shows how long each phase took and which certificate was shown.",
        footer = {
            "",
            "Examples:",
            "  vip-agent probe https://127.0.0.1:6443/readyz",
            "  vip-agent probe https://192.0.2.11:6443/livez --server-name kubernetes --timeout 3s"
        },
        mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {
    private static final int MAX_LINE_LENGTH = 2000;

    @Parameters(paramLabel = "URL", description = "Such as https://127.0.0.1:6443/readyz.")
    private String url = "";

    @Mixin
    private TargetOptions targetOptions = new TargetOptions();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "The probe ends by then (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofSeconds(1);

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InvalidConfiguration {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        Target target = targetOptions.target(url, "URL", timeout, spec.commandLine());
        SelfProbe probe = new SelfProbe(warning -> System.err.println("vip-agent: " + warning));
        probe.prepare(target, targetOptions.hasCaFile());
        Outcome outcome = probe.once(target);
        System.out.print(describe(outcome, probe.clientCertificate(target)));
        return switch (outcome) {
            case Passed passed -> ExitCode.OK.code();
            case Late late -> Reason.SLOW.exitCode();
            case Overdue overdue -> Reason.SLOW.exitCode();
            case Failed failed -> failed.reason().exitCode();
        };
    }

    private static String describe(Outcome outcome, Optional<CertificateTerm> client) {
        StringBuilder out = new StringBuilder();
        out.append("result       ")
                .append(
                        switch (outcome) {
                            case Passed passed -> "passed, status " + passed.status();
                            case Late late -> Reason.SLOW + " status " + late.status() + ", after the timeout";
                            case Overdue overdue -> Reason.SLOW + " no answer in time";
                            case Failed failed -> failed.reason() + " " + line(failed.detail());
                        })
                .append('\n');
        outcome.phases()
                .forEach((phase, nanos) ->
                        out.append(String.format(Locale.ROOT, "%-12s %.2fms%n", phase.label(), nanos / 1e6)));
        outcome.certificate().ifPresent(certificate -> describe(certificate, out));
        client.ifPresent(term -> describe(term, out));
        return out.toString();
    }

    /** A server may show what it likes; a certificate of 3 000 names is cut off. */
    private static String line(String text) {
        return OneLine.line(text, MAX_LINE_LENGTH);
    }

    private static void describe(ServerCertificate certificate, StringBuilder out) {
        out.append("subject      ").append(line(certificate.subject())).append('\n');
        out.append("issuer       ").append(line(certificate.issuer())).append('\n');
        out.append("names        ")
                .append(line(String.join(", ", certificate.names())))
                .append('\n');
        out.append("not before   ").append(certificate.notBefore()).append('\n');
        out.append("not after    ").append(certificate.notAfter()).append('\n');
        certificate.above().forEach(term -> describe(term, out));
    }

    private static void describe(CertificateTerm term, StringBuilder out) {
        out.append(String.format(
                Locale.ROOT, "%-12s %s, not after %s%n", term.role().label(), term.subject(), term.notAfter()));
    }
}
