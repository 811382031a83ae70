package io.vipagent.doctor;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every rule there is. */
public final class Doctor {
    /** By when {@code check} has ended where no {@code --timeout} is given. */
    public static final Duration CHECK_DEADLINE = Duration.ofMillis(1500);

    private static final List<RuleSet> RULES = List.of(
            new SyntaxRules(),
            new ScriptRules(),
            new TimingRules(),
            new PriorityRules(),
            new InstanceRules(),
            new VipRules(),
            new VipHolderRules(),
            new WireRules(),
            new TrackFileRules(),
            new HaproxyRules(),
            new SpeedRules(),
            new ManifestRules(),
            new TargetRules(),
            new CertificateRules(),
            new ClockRules(),
            new AgentRules(),
            new ServiceRules());

    private Doctor() {}

    /** What is wrong; of the same finding at the same place only the first is told. */
    public static Report examine(Facts facts) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        RULES.stream()
                .flatMap(rules -> rules.look(facts))
                .forEach(finding -> findings.putIfAbsent(key(finding), finding));
        return new Report(
                findings.values().stream()
                        .sorted(Comparator.comparing(Finding::id))
                        .sorted(Comparator.comparing(finding -> finding.id().severity()))
                        .toList(),
                Stream.concat(facts.unchecked().stream(), VipHolderRules.unsure(facts))
                        .toList(),
                Detection.all(facts));
    }

    /** The problems of a configuration have no line of their own in common with the others. */
    private static String key(Finding finding) {
        return finding.id() + " " + finding.where()
                + (finding.id() == FindingId.CONFIGURATION_INVALID ? finding.what() : "");
    }
}
