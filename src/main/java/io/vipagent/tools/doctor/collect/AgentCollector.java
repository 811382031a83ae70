package io.vipagent.tools.doctor.collect;

import io.vipagent.agent.control.ControlClient;
import io.vipagent.agent.probe.HttpsProbe;
import io.vipagent.agent.tls.TlsFiles;
import io.vipagent.agent.tls.TlsMaterial;
import io.vipagent.config.ConfigLoader;
import io.vipagent.config.HttpSettings.HttpTls;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Settings;
import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.CertificateTerm.Role;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.protocol.UnusableFile;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.vip.ClockOffset;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.Ticker;
import io.vipagent.tools.doctor.facts.AgentFacts;
import io.vipagent.tools.doctor.facts.AgentFacts.Answer;
import io.vipagent.tools.doctor.facts.AgentFacts.Probed;
import io.vipagent.tools.doctor.facts.Skipped;
import io.vipagent.tools.host.HostRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The agent, and what it asks. */
final class AgentCollector {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final HostRoot root;
    private final Ticker ticker;
    private final Consumer<Skipped> unchecked;

    AgentCollector(HostRoot root, Ticker ticker, Consumer<Skipped> unchecked) {
        this.root = root;
        this.ticker = ticker;
        this.unchecked = unchecked;
    }

    AgentFacts look(Path config, Map<String, String> environment, Optional<Path> given) {
        List<String> problems = new ArrayList<>();
        Optional<Settings> settings = settings(config, environment, problems);
        Path socket = given.or(() -> settings.map(Settings::socket)).orElse(Path.of(Request.DEFAULT_SOCKET));
        return new AgentFacts(
                config,
                settings,
                problems,
                socket,
                root.isThisNode() ? Optional.of(ask(socket)) : Optional.empty(),
                settings.filter(known -> root.isThisNode()).map(this::probe).orElse(List.of()),
                settings.filter(known -> root.isThisNode()).flatMap(this::anonymousRefused),
                settings.filter(known -> root.isThisNode())
                        .map(known -> new PeerCollector(ticker, unchecked).look(known.peers()))
                        .orElse(List.of()),
                settings.filter(known -> root.isThisNode())
                        .flatMap(read -> read.http().tls())
                        .map(this::http)
                        .orElse(List.of()),
                ticker.wall());
    }

    private Optional<Settings> settings(Path config, Map<String, String> environment, List<String> problems) {
        if (!root.isThisNode() && !Files.exists(root.at(config.toString()))) {
            unchecked.accept(new Skipped(config.toString(), "it is not there"));
            return Optional.empty();
        }
        try {
            return Optional.of(
                    root.isThisNode()
                            ? ConfigLoader.load(config, environment)
                            : ConfigLoader.load(root.at(config.toString()), Map.of()));
        } catch (InvalidConfiguration e) {
            String.valueOf(e.getMessage()).lines().skip(1).map(String::strip).forEach(problems::add);
            return Optional.empty();
        }
    }

    private List<CertificateTerm> http(HttpTls tls) {
        try {
            TlsMaterial material = TlsFiles.closedToOthers(_ -> {}).of(tls.tlsSettings());
            return Stream.concat(
                            material.client().stream()
                                    .map(own -> CertificateTerm.of(
                                            Role.SERVER, own.chain().getFirst())),
                            material.trusted().stream().map(authority -> CertificateTerm.of(Role.CA, authority)))
                    .toList();
        } catch (UnusableFile e) {
            unchecked.accept(new Skipped("the certificate of the HTTP port", String.valueOf(e.getMessage())));
            return List.of();
        }
    }

    private Answer ask(Path socket) {
        Reply reply = ControlClient.replyOf(socket, new Request.CheckDecision(), Deadline.in(ticker, TIMEOUT));
        return new Answer(reply.reason(), reply.text());
    }

    private List<Probed> probe(Settings settings) {
        HttpsProbe probe = new HttpsProbe(ticker, warning -> {});
        List<Probed> probed = new ArrayList<>();
        for (Target target : settings.targets()) {
            Optional<String> problem = probe.fileProblem(target.tlsSettings());
            if (problem.isPresent()) {
                unchecked.accept(new Skipped("the certificate of " + target.url(), problem.get()));
            } else {
                probed.add(dated(target, probe));
            }
        }
        return probed;
    }

    /** Returns what haproxy's check without a certificate is told: as the agent's probe is, without its credentials. */
    private Optional<String> anonymousRefused(Settings settings) {
        HttpsProbe probe = new HttpsProbe(ticker, warning -> {});
        return settings.targets().stream()
                .filter(target -> target.role() == TargetRole.LOCAL)
                .map(AgentCollector::withoutCredentials)
                .filter(target -> probe.fileProblem(target.tlsSettings()).isEmpty())
                .findFirst()
                .flatMap(target ->
                        probe.dated(target).outcome() instanceof Failed failed && failed.reason() == Reason.UNAUTHORIZED
                                ? Optional.of(failed.detail())
                                : Optional.empty());
    }

    private static Target withoutCredentials(Target target) {
        TlsSettings tls = target.tlsSettings();
        return new Target(
                target.name(),
                target.role(),
                target.url(),
                new TlsSettings(tls.serverName(), tls.caFile(), tls.insecure(), Optional.empty(), Optional.empty()),
                target.expectedResponse(),
                target.schedule(),
                target.ping());
    }

    /** A date is of whole seconds, rounded down: half a second more is right but for half a second. */
    private Probed dated(Target target, HttpsProbe probe) {
        Instant asked = ticker.wall();
        HttpsProbe.Dated dated = probe.dated(target);
        return new Probed(
                target,
                dated.outcome(),
                dated.date()
                        .map(date -> ClockOffset.of(asked, dated.outcome().phases(), date))
                        .map(offset -> new ClockOffset(
                                offset.ahead().plus(HALF_A_SECOND),
                                offset.uncertainty().plus(HALF_A_SECOND))),
                probe.clientCertificate(target.tlsSettings()));
    }
}
