package io.vipagent.doctor.look;

import io.vipagent.check.Target;
import io.vipagent.config.ConfigLoader;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Settings;
import io.vipagent.control.ControlClient;
import io.vipagent.control.Reply;
import io.vipagent.control.Request;
import io.vipagent.doctor.AgentFacts;
import io.vipagent.doctor.AgentFacts.Answer;
import io.vipagent.doctor.AgentFacts.Probed;
import io.vipagent.doctor.Unchecked;
import io.vipagent.peers.ClockOffset;
import io.vipagent.probe.HttpsProbe;
import io.vipagent.time.Deadline;
import io.vipagent.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The agent, and what it asks. */
final class AgentLook {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final Root root;
    private final Ticker ticker;
    private final Consumer<Unchecked> unchecked;

    AgentLook(Root root, Ticker ticker, Consumer<Unchecked> unchecked) {
        this.root = root;
        this.ticker = ticker;
        this.unchecked = unchecked;
    }

    AgentFacts look(Path config, Map<String, String> environment, Path socket) {
        List<String> problems = new ArrayList<>();
        Optional<Settings> settings = settings(config, environment, problems);
        return new AgentFacts(
                config,
                settings,
                problems,
                socket,
                root.isThisNode() ? Optional.of(ask(socket)) : Optional.empty(),
                settings.filter(known -> root.isThisNode()).map(this::probe).orElse(List.of()),
                settings.filter(known -> root.isThisNode())
                        .map(known -> new PeerLook(ticker, unchecked).look(known.peers()))
                        .orElse(List.of()),
                ticker.wall());
    }

    private Optional<Settings> settings(Path config, Map<String, String> environment, List<String> problems) {
        if (!root.isThisNode() && !Files.exists(root.at(config.toString()))) {
            unchecked.accept(new Unchecked(config.toString(), "it is not there"));
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

    private Answer ask(Path socket) {
        Reply reply = ControlClient.replyOf(socket, new Request.Check(), Deadline.in(ticker, PATIENCE));
        return new Answer(reply.exitCode(), reply.text());
    }

    private List<Probed> probe(Settings settings) {
        HttpsProbe probe = new HttpsProbe(ticker, warning -> {});
        List<Probed> probed = new ArrayList<>();
        for (Target target : settings.targets()) {
            Optional<String> problem = probe.fileProblem(target.trust());
            if (problem.isPresent()) {
                unchecked.accept(new Unchecked("the certificate of " + target.url(), problem.get()));
            } else {
                probed.add(dated(target, probe));
            }
        }
        return probed;
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
                                offset.uncertainty().plus(HALF_A_SECOND))));
    }
}
