package io.vipagent.tools.doctor.rules;

import io.vipagent.config.HttpSettings;
import io.vipagent.core.health.Reason;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.FileFact;
import io.vipagent.tools.doctor.facts.FileFact.PathKind;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules look whether the agent runs, can run, and hears of the others. */
public final class AgentRules implements Rule {
    @Override
    public Stream<Finding> check(Facts facts) {
        return Stream.of(
                        facts.agent().problems().stream().map(problem -> invalid(facts, problem)),
                        answer(facts).stream(),
                        isRunning(facts) ? Stream.<Finding>empty() : ports(facts),
                        socket(facts).stream(),
                        facts.agent().peers().stream()
                                .flatMap(peer -> peer.failure().stream()
                                        .map(failure -> new Finding(
                                                FindingId.PEER_UNREACHABLE,
                                                peer.url(),
                                                "the agent there cannot be reached: " + failure,
                                                "http: {listen: \"ADDRESS:" + HttpSettings.DEFAULT_PORT
                                                        + "\"} there, on an address that this node reaches"))))
                .flatMap(found -> found);
    }

    private static Finding invalid(Facts facts, String problem) {
        return new Finding(
                FindingId.CONFIGURATION_INVALID,
                facts.agent().configFile().toString(),
                problem,
                "mend it, then: vip-agent config --config " + facts.agent().configFile());
    }

    private static boolean isRunning(Facts facts) {
        return facts.agent()
                .answer()
                .filter(answer -> answer.is(Reason.AGENT_UNREACHABLE))
                .isEmpty();
    }

    private static Optional<Finding> answer(Facts facts) {
        String socket = facts.agent().socket().toString();
        return facts.agent().answer().flatMap(answer -> {
            if (answer.is(Reason.AGENT_UNREACHABLE)) {
                return Optional.of(new Finding(
                        FindingId.AGENT_NOT_RUNNING, socket, answer.text(), "systemctl enable --now vip-agent"));
            }
            return answer.is(Reason.STALE)
                    ? Optional.of(
                            new Finding(FindingId.AGENT_STALE, socket, answer.text(), "systemctl restart vip-agent"))
                    : Optional.empty();
        });
    }

    private static Stream<Finding> ports(Facts facts) {
        return facts.agent().settings().stream()
                .flatMap(settings -> Stream.concat(
                        taken(facts, "http", settings.http().listen()),
                        settings.agentCheck().listen().stream()
                                .flatMap(address -> taken(facts, "agent-check", address))));
    }

    private static Stream<Finding> taken(Facts facts, String key, InetSocketAddress address) {
        return facts.host().ports().filter(ports -> ports.contains(address.getPort())).stream()
                .map(ports -> new Finding(
                        FindingId.PORT_TAKEN,
                        facts.agent().configFile() + ": vip-agent." + key + ".listen",
                        "somebody else listens on port " + address.getPort(),
                        key + ": {listen: \"" + address.getAddress().getHostAddress() + ":PORT\"} with a free port"));
    }

    private static Optional<Finding> socket(Facts facts) {
        FileFact file = facts.host().file(facts.agent().socket().toString());
        return file.kind() == PathKind.FILE || file.kind() == PathKind.DIRECTORY
                ? Optional.of(new Finding(
                        FindingId.SOCKET_IN_THE_WAY,
                        file.path(),
                        file.path() + " is there already, and is no socket",
                        "move it away, or control: {socket: PATH} with another path"))
                : Optional.empty();
    }
}
