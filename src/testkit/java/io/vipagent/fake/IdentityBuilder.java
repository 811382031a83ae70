package io.vipagent.fake;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What a {@link TestCa} shall certify; get one from {@link TestCa#newServer} or {@link TestCa#newClient}. */
public final class IdentityBuilder {
    private final TestCa ca;
    private final KeyPurposeId purpose;
    private String commonName;
    private List<String> dnsNames = List.of();
    private List<String> ips = List.of();
    private Instant notBefore = Instant.now().minus(Duration.ofHours(1));
    private Instant notAfter = Instant.now().plus(Duration.ofDays(365));
    private KeyKind keyKind;
    private boolean freshKey;

    IdentityBuilder(TestCa ca, KeyPurposeId purpose, String commonName) {
        this.ca = ca;
        this.purpose = purpose;
        this.commonName = commonName;
        this.keyKind = ca.keyKind();
    }

    public IdentityBuilder commonName(String name) {
        commonName = name;
        return this;
    }

    /** Exactly these names, instead of those that were there. */
    public IdentityBuilder dnsNames(String... names) {
        dnsNames = List.of(names);
        return this;
    }

    /** The names that kubeadm gives to the apiserver of this node. */
    public IdentityBuilder node(String name) {
        return dnsNames(
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local",
                name);
    }

    /** Exactly these addresses, instead of those that were there. */
    public IdentityBuilder ips(String... addresses) {
        ips = List.of(addresses);
        return this;
    }

    public IdentityBuilder notBefore(Instant instant) {
        notBefore = instant;
        return this;
    }

    public IdentityBuilder notAfter(Instant instant) {
        notAfter = instant;
        return this;
    }

    public IdentityBuilder keyKind(KeyKind kind) {
        keyKind = kind;
        return this;
    }

    /** A key of its own; without it, every identity of one kind in this process has the same key. */
    public IdentityBuilder freshKey() {
        freshKey = true;
        return this;
    }

    public Identity issue() {
        KeyPair keys = freshKey ? keyKind.generate() : keyKind.shared();
        List<GeneralName> names = new ArrayList<>();
        dnsNames.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        ips.forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
        X509Certificate certificate = new Certificates(ca.certificate(), ca.key(), ca.keyKind())
                .leaf(commonName, keys.getPublic(), notBefore, notAfter, purpose, names);
        return new Identity(keys.getPrivate(), List.of(certificate));
    }
}
