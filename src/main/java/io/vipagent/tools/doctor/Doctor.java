package io.vipagent.tools.doctor;

import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.Skipped;
import io.vipagent.tools.doctor.rules.AgentRules;
import io.vipagent.tools.doctor.rules.CertificateRules;
import io.vipagent.tools.doctor.rules.ClockRules;
import io.vipagent.tools.doctor.rules.DetectionTime;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.ManifestRules;
import io.vipagent.tools.doctor.rules.ProgramRules;
import io.vipagent.tools.doctor.rules.Rule;
import io.vipagent.tools.doctor.rules.ServiceRules;
import io.vipagent.tools.doctor.rules.SyntaxRules;
import io.vipagent.tools.doctor.rules.TargetRules;
import io.vipagent.tools.doctor.rules.haproxy.CheckRules;
import io.vipagent.tools.doctor.rules.haproxy.HaproxyRules;
import io.vipagent.tools.doctor.rules.haproxy.SpeedRules;
import io.vipagent.tools.doctor.rules.keepalived.AddressRules;
import io.vipagent.tools.doctor.rules.keepalived.DefinitionRules;
import io.vipagent.tools.doctor.rules.keepalived.InstanceRules;
import io.vipagent.tools.doctor.rules.keepalived.InterfaceRules;
import io.vipagent.tools.doctor.rules.keepalived.NodeRules;
import io.vipagent.tools.doctor.rules.keepalived.PriorityRules;
import io.vipagent.tools.doctor.rules.keepalived.ScriptRules;
import io.vipagent.tools.doctor.rules.keepalived.ScriptTextRules;
import io.vipagent.tools.doctor.rules.keepalived.TimingRules;
import io.vipagent.tools.doctor.rules.keepalived.TrackFileRules;
import io.vipagent.tools.doctor.rules.keepalived.ValueRules;
import io.vipagent.tools.doctor.rules.keepalived.VipHolderRules;
import io.vipagent.tools.doctor.rules.keepalived.VipRules;
import io.vipagent.tools.doctor.rules.keepalived.WireRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Judges the facts of one node by every rule. */
public final class Doctor {
    /** Of one kind; whoever mends these runs doctor again. */
    private static final int MAX_OF_A_KIND = 20;

    private static final List<Rule> RULES = List.of(
            new SyntaxRules(),
            new DefinitionRules(),
            new ValueRules(),
            new ProgramRules(),
            new ScriptRules(),
            new ScriptTextRules(),
            new TimingRules(),
            new PriorityRules(),
            new InstanceRules(),
            new NodeRules(),
            new AddressRules(),
            new InterfaceRules(),
            new VipRules(),
            new VipHolderRules(),
            new WireRules(),
            new TrackFileRules(),
            new HaproxyRules(),
            new CheckRules(),
            new SpeedRules(),
            new ManifestRules(),
            new TargetRules(),
            new CertificateRules(),
            new ClockRules(),
            new AgentRules(),
            new ServiceRules());

    private Doctor() {}

    /** The report says what is wrong; of equal findings at one place it keeps the first. */
    public static DoctorReport examine(Facts facts) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        RULES.stream()
                .flatMap(rule -> rule.check(facts))
                .forEach(finding -> findings.putIfAbsent(key(finding), finding));
        List<DetectionTime> detections = DetectionTime.all(facts);
        return new DoctorReport(
                limited(findings.values()).stream()
                        .sorted(Comparator.comparing(Finding::id))
                        .sorted(Comparator.comparing(finding -> finding.id().severity()))
                        .toList(),
                Stream.of(facts.unchecked().stream(), VipHolderRules.unsure(facts), notShown(detections.size()))
                        .flatMap(skipped -> skipped)
                        .toList(),
                detections.stream().limit(MAX_OF_A_KIND).toList());
    }

    private static Stream<Skipped> notShown(int detections) {
        return detections > MAX_OF_A_KIND
                ? Stream.of(new Skipped("detection times", (detections - MAX_OF_A_KIND) + " more are not shown"))
                : Stream.of();
    }

    /** Returns the first findings of each kind, the last of which says how many more there are. */
    private static List<Finding> limited(Collection<Finding> findings) {
        Map<FindingId, List<Finding>> kinds = new EnumMap<>(FindingId.class);
        findings.forEach(each ->
                kinds.computeIfAbsent(each.id(), none -> new ArrayList<>()).add(each));
        List<Finding> shown = new ArrayList<>();
        for (List<Finding> all : kinds.values()) {
            int more = all.size() - MAX_OF_A_KIND;
            if (more <= 0) {
                shown.addAll(all);
                continue;
            }
            shown.addAll(all.subList(0, MAX_OF_A_KIND - 1));
            Finding last = all.get(MAX_OF_A_KIND - 1);
            shown.add(new Finding(
                    last.id(), last.location(), last.problem() + "; and " + more + " more like this", last.fix()));
        }
        return shown;
    }

    /** The problems of a configuration have no line of their own in common with the others. */
    private static String key(Finding finding) {
        return finding.id() + " " + finding.location()
                + (finding.id() == FindingId.CONFIGURATION_INVALID ? finding.problem() : "");
    }
}
