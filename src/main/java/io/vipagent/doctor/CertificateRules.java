package io.vipagent.doctor;

import io.vipagent.check.PeerCertificate;
import io.vipagent.check.Target;
import io.vipagent.doctor.AgentFacts.Probed;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the certificates that targets show are for them, and valid for a while. */
final class CertificateRules implements RuleSet {
    private static final Duration SOON = Duration.ofDays(30);

    @Override
    public Stream<Finding> look(Facts facts) {
        return facts.agent().probes().stream()
                .flatMap(probed -> probed.outcome().certificate().stream()
                        .flatMap(certificate -> look(facts, probed, certificate)));
    }

    private static Stream<Finding> look(Facts facts, Probed probed, PeerCertificate certificate) {
        String url = probed.target().url().toString();
        return Stream.of(
                        name(facts, probed.target(), certificate),
                        early(url, certificate, facts.agent().now()),
                        late(url, certificate, facts.agent().now()))
                .flatMap(Optional::stream);
    }

    private static Optional<Finding> name(Facts facts, Target target, PeerCertificate certificate) {
        String expected = target.trust().serverName();
        return target.trust().insecure() || certificate.names().stream().anyMatch(name -> isFor(name, expected))
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingId.CERTIFICATE_WRONG_NAME,
                        TargetRules.key(facts, target, "server-name"),
                        "the certificate of " + target.url() + " is not for " + expected + " but for "
                                + String.join(", ", certificate.names()),
                        "server-name: "
                                + certificate.names().stream().findFirst().orElse("a name that it carries")));
    }

    /** RFC 6125: a star stands for one whole first label. */
    private static boolean isFor(String name, String expected) {
        return name.equalsIgnoreCase(expected)
                || Addresses.same(name, expected)
                || (name.startsWith("*.")
                        && expected.indexOf('.') > 0
                        && expected.substring(expected.indexOf('.'))
                                .toLowerCase(Locale.ROOT)
                                .equals(name.substring(1).toLowerCase(Locale.ROOT)));
    }

    private static Optional<Finding> early(String url, PeerCertificate certificate, Instant now) {
        return certificate.notBefore().isAfter(now)
                ? Optional.of(new Finding(
                        FindingId.CLOCK_SKEW,
                        url,
                        "the certificate is valid from " + certificate.notBefore() + ", and this clock says " + now,
                        "timedatectl set-ntp true"))
                : Optional.empty();
    }

    private static Optional<Finding> late(String url, PeerCertificate certificate, Instant now) {
        String renew = "kubeadm certs renew apiserver, and restart the apiserver";
        if (certificate.notAfter().isBefore(now)) {
            return Optional.of(new Finding(
                    FindingId.CERTIFICATE_EXPIRED, url, "the certificate expired at " + certificate.notAfter(), renew));
        }
        return certificate.notAfter().isBefore(now.plus(SOON))
                ? Optional.of(new Finding(
                        FindingId.CERTIFICATE_EXPIRING,
                        url,
                        "the certificate expires at " + certificate.notAfter(),
                        renew))
                : Optional.empty();
    }
}
