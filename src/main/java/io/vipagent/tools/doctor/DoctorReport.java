package io.vipagent.tools.doctor;

import io.vipagent.tools.doctor.facts.Skipped;
import io.vipagent.tools.doctor.rules.DetectionTime;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The report that doctor prints.
 *
 * @param findings the worst first
 * @param unchecked what could not be looked at
 */
public record DoctorReport(List<Finding> findings, List<Skipped> unchecked, List<DetectionTime> detections) {
    /** Returns the severity of the worst finding; empty where nothing was found. */
    public Optional<Severity> worst() {
        return findings.stream().map(finding -> finding.id().severity()).min(Comparator.naturalOrder());
    }
}
