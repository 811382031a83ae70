package io.vipagent.tools.doctor.rules;

import io.vipagent.tools.doctor.facts.Facts;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rules look whether what is configured runs, and comes back. */
public final class ServiceRules implements Rule {
    private static final Set<String> OFF = Set.of("disabled", "masked", "masked-runtime");

    @Override
    public Stream<Finding> check(Facts facts) {
        return Stream.concat(
                facts.host().units().entrySet().stream()
                        .filter(unit -> OFF.contains(unit.getValue()) && !isStaticPod(facts, unit.getKey()))
                        .map(unit -> new Finding(
                                FindingId.UNIT_NOT_ENABLED,
                                unit.getKey(),
                                "the unit is " + unit.getValue(),
                                (unit.getValue().equals("disabled") ? "" : "systemctl unmask " + unit.getKey() + " && ")
                                        + "systemctl enable "
                                        + (unit.getKey().endsWith(".path") ? "--now " : "") + unit.getKey())),
                Stream.concat(
                        facts.own().flatMap(conf -> running(facts, "keepalived", conf.file())),
                        facts.haproxy().stream().flatMap(conf -> running(facts, "haproxy", conf.file()))));
    }

    private static boolean isStaticPod(Facts facts, String unit) {
        String program = unit.replaceFirst("(-reload)?\\.(service|path)$", "");
        return facts.manifests().stream()
                .flatMap(manifest -> manifest.containers().stream())
                .flatMap(container -> List.of(container.name(), container.image()).stream())
                .anyMatch(name -> name.contains(program));
    }

    private static Stream<Finding> running(Facts facts, String program, String file) {
        return facts.host().processes().filter(names -> !names.contains(program)).stream()
                .map(names -> new Finding(
                        FindingId.DAEMON_NOT_RUNNING, file, program + " does not run", "systemctl start " + program));
    }
}
