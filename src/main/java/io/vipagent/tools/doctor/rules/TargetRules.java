package io.vipagent.tools.doctor.rules;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Reason;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.text.Durations;
import io.vipagent.tools.doctor.facts.AgentFacts.Probed;
import io.vipagent.tools.doctor.facts.Facts;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules look whether the agent asks the right question and may hear the answer. */
public final class TargetRules implements Rule {
    /** How long kube-apiserver itself waits for etcd before it says that it is not ready. */
    private static final Duration MAX_ETCD_WAIT = Duration.ofSeconds(2);

    @Override
    public Stream<Finding> check(Facts facts) {
        return Stream.of(
                        facts.agent().targets().flatMap(target -> healthz(facts, target).stream()),
                        facts.agent().targets().flatMap(target -> insecure(facts, target).stream()),
                        facts.agent().targets().flatMap(target -> impatient(facts, target).stream()),
                        facts.agent().probes().stream().flatMap(probed -> denied(facts, probed).stream()))
                .flatMap(found -> found);
    }

    private static Optional<Finding> healthz(Facts facts, Target target) {
        return TargetPath.isHealthz(target.requestTarget())
                ? Optional.of(new Finding(
                        FindingId.HEALTHZ_NOT_READYZ,
                        key(facts, target, "url"),
                        "the target asks " + target.url(),
                        "url: " + target.url().toString().replaceFirst("/healthz", "/readyz")))
                : Optional.empty();
    }

    /** Silence speaks against a target when its patience is over, whether others are well or not. */
    private static Optional<Finding> impatient(Facts facts, Target target) {
        Duration patience = target.schedule().patience();
        Duration least = target.role() == TargetRole.FRONTEND ? mostPatientBehind(facts) : MAX_ETCD_WAIT;
        return patience.compareTo(least) < 0
                ? Optional.of(new Finding(
                        FindingId.PATIENCE_TOO_SHORT,
                        key(facts, target, "patience"),
                        "the target " + target.name() + " is given up after a silence of "
                                + Durations.format(patience) + ", and "
                                + (least.equals(MAX_ETCD_WAIT)
                                        ? "an apiserver waits for etcd up to " + Durations.format(MAX_ETCD_WAIT)
                                        : "what is behind it has " + Durations.format(least)),
                        "patience: " + Durations.format(ProbeSchedule.DEFAULT_PATIENCE)))
                : Optional.empty();
    }

    private static Duration mostPatientBehind(Facts facts) {
        return facts.agent()
                .targets()
                .filter(target -> target.role() == TargetRole.LOCAL || target.role() == TargetRole.BACKEND)
                .map(target -> target.schedule().patience())
                .reduce(MAX_ETCD_WAIT, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    private static Optional<Finding> insecure(Facts facts, Target target) {
        return target.tlsSettings().insecure()
                ? Optional.of(new Finding(
                        FindingId.VERIFY_NONE,
                        key(facts, target, "insecure"),
                        "the target lets any certificate pass",
                        "insecure: false, with ca-file and server-name"))
                : Optional.empty();
    }

    private static Optional<Finding> denied(Facts facts, Probed probed) {
        Target target = probed.target();
        boolean asked = target.tlsSettings().client().isPresent()
                || target.tlsSettings().tokenFile().isPresent();
        return switch (probed.outcome()) {
            case Passed passed -> Optional.empty();
            case Late late -> Optional.empty();
            case Overdue overdue -> Optional.empty();
            case Failed failed ->
                failed.reason() == Reason.UNAUTHORIZED && !asked
                        ? Optional.of(new Finding(
                                FindingId.ANONYMOUS_DENIED,
                                key(facts, target, "token-file"),
                                target.url() + " lets nobody ask without credentials: " + failed.detail(),
                                "cert-file: and key-file:, or token-file: of a user that may read /readyz"))
                        : Optional.empty();
        };
    }

    /** Returns where a key of a target is. */
    static String key(Facts facts, Target target, String key) {
        return facts.agent().configFile() + ": vip-agent.targets." + target.name() + "." + key;
    }
}
