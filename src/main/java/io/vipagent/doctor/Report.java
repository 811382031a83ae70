package io.vipagent.doctor;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What doctor says.
 *
 * @param findings the worst first
 * @param unchecked what could not be looked at
 */
public record Report(List<Finding> findings, List<Unchecked> unchecked, List<Detection> detections) {
    /** The worst of the findings; none where there are none. */
    public Optional<Severity> worst() {
        return findings.stream().map(finding -> finding.id().severity()).min(Comparator.naturalOrder());
    }
}
