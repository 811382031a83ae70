package io.vipagent.tools.doctor.rules;

import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.CertificateTerm.Role;
import io.vipagent.core.health.ServerCertificate;
import io.vipagent.core.target.Target;
import io.vipagent.core.x509.HostNames;
import io.vipagent.tools.doctor.facts.AgentFacts.Probed;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.FileFact.PathKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules look whether the certificates that targets show are for them, and valid for a while. */
public final class CertificateRules implements Rule {
    private static final Duration EXPIRY_WARNING = Duration.ofDays(30);

    @Override
    public Stream<Finding> check(Facts facts) {
        Instant now = facts.agent().now();
        return Stream.concat(
                Stream.concat(
                        missing(facts).stream(),
                        facts.agent().http().stream().flatMap(term -> http(term, now).stream())),
                facts.agent().probes().stream()
                        .flatMap(probed -> Stream.concat(
                                probed.outcome().certificate().stream()
                                        .flatMap(certificate -> check(facts, probed, certificate)),
                                Stream.concat(
                                                probed.outcome().certificate().stream()
                                                        .flatMap(certificate -> certificate.above().stream()),
                                                probed.client().stream())
                                        .flatMap(term ->
                                                late(probed.target().url().toString(), term, now).stream()))));
    }

    /** Before the CA is there nobody can issue one: then it is no news. */
    private static Optional<Finding> missing(Facts facts) {
        return facts.agent()
                .settings()
                .flatMap(settings -> settings.http().tls())
                .flatMap(tls -> Stream.of(tls.files().certFile(), tls.files().keyFile())
                        .map(Path::toString)
                        .filter(file -> kind(facts, file) == PathKind.MISSING)
                        .filter(_ -> tls.clientCaFile().stream()
                                .allMatch(authority -> kind(facts, authority.toString()) == PathKind.FILE))
                        .findFirst()
                        .map(file -> new Finding(
                                FindingId.HTTP_CERTIFICATE_MISSING,
                                "vip-agent.http.tls",
                                file + " is not there, so the agent's HTTP port has no certificate",
                                "systemctl start vip-agent-certificate, or a certificate and its key there")));
    }

    private static PathKind kind(Facts facts, String file) {
        return facts.host().file(file).kind();
    }

    /** Peers and Prometheus no longer reach the agent after that. */
    private static Optional<Finding> http(CertificateTerm term, Instant now) {
        return term.role() == Role.SERVER
                ? late(
                        "vip-agent.http.tls.cert-file",
                        "the certificate of the agent's HTTP port",
                        term.notAfter(),
                        now,
                        "systemctl start vip-agent-certificate, or a new certificate and key there")
                : late(
                        "vip-agent.http.tls.client-ca-file",
                        "the CA " + term.subject() + " of the agent's clients",
                        term.notAfter(),
                        now,
                        "a new CA there, beside the old one until all clients have new certificates");
    }

    private static Stream<Finding> check(Facts facts, Probed probed, ServerCertificate certificate) {
        String url = probed.target().url().toString();
        return Stream.of(
                        name(facts, probed.target(), certificate),
                        early(url, certificate, facts.agent().now()),
                        late(url, certificate, facts.agent().now()))
                .flatMap(Optional::stream);
    }

    private static Optional<Finding> name(Facts facts, Target target, ServerCertificate certificate) {
        String expected = target.tlsSettings().serverName();
        return target.tlsSettings().insecure() || HostNames.anyIsFor(certificate.names(), expected)
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingId.CERTIFICATE_WRONG_NAME,
                        TargetRules.key(facts, target, "server-name"),
                        "the certificate of " + target.url() + " is not for " + expected + " but for "
                                + String.join(", ", certificate.names()),
                        "server-name: "
                                + certificate.names().stream().findFirst().orElse("a name that it carries")));
    }

    private static Optional<Finding> early(String url, ServerCertificate certificate, Instant now) {
        return certificate.notBefore().isAfter(now)
                ? Optional.of(new Finding(
                        FindingId.CLOCK_SKEW,
                        url,
                        "the certificate is valid from " + certificate.notBefore() + ", and this clock says " + now,
                        "timedatectl set-ntp true"))
                : Optional.empty();
    }

    private static Optional<Finding> late(String url, ServerCertificate certificate, Instant now) {
        return late(
                url,
                "the certificate",
                certificate.notAfter(),
                now,
                "kubeadm certs renew apiserver, and restart the apiserver");
    }

    private static Optional<Finding> late(String url, CertificateTerm term, Instant now) {
        return switch (term.role()) {
            case SERVER -> Optional.empty();
            case INTERMEDIATE ->
                late(
                        url,
                        "the intermediate certificate " + term.subject(),
                        term.notAfter(),
                        now,
                        "a new intermediate certificate, and restart the apiserver");
            case CA ->
                late(
                        url,
                        "the CA " + term.subject() + " in ca-file",
                        term.notAfter(),
                        now,
                        "a new CA: all certificates of the cluster end with it");
            case CLIENT ->
                late(
                        url,
                        "the client certificate " + term.subject(),
                        term.notAfter(),
                        now,
                        "a new certificate and key in cert-file and key-file");
        };
    }

    private static Optional<Finding> late(String url, String what, Instant end, Instant now, String renew) {
        if (end.isBefore(now)) {
            return Optional.of(new Finding(FindingId.CERTIFICATE_EXPIRED, url, what + " expired at " + end, renew));
        }
        return end.isBefore(now.plus(EXPIRY_WARNING))
                ? Optional.of(new Finding(FindingId.CERTIFICATE_EXPIRING, url, what + " expires at " + end, renew))
                : Optional.empty();
    }
}
