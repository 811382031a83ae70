package io.vipagent.core.x509;

import static io.vipagent.core.x509.CertificateMaker.NOW;
import static io.vipagent.core.x509.CertificateMaker.bare;
import static io.vipagent.core.x509.CertificateMaker.ca;
import static io.vipagent.core.x509.CertificateMaker.printable;
import static io.vipagent.core.x509.CertificateMaker.server;

import io.vipagent.core.x509.CertificateMaker.Made;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERNumericString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUniversalString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Chains of every kind that a probe may meet. What Go and OpenSSL say of each is in {@code cases.tsv}. */
final class CertificateCases {
    private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
    private static final ASN1ObjectIdentifier POLICY_CONSTRAINTS = new ASN1ObjectIdentifier("2.5.29.36");
    private static final String[] KUBERNETES = {"dns:kubernetes", "dns:kubernetes.default", "ip:10.96.0.1"};

    /** What a server shows, what is in {@code ca-file}, and which name is demanded. */
    record Case(String id, List<X509Certificate> shown, List<X509Certificate> anchors, String serverName) {
        @Override
        public String toString() {
            return id;
        }
    }

    private final List<Case> cases = new ArrayList<>();
    private final Made root = ca("kubernetes").make();
    private final Made rsaRoot = ca("kubernetes").withKey("RSA-2048/ca").make();

    private CertificateCases() {}

    static List<Case> all() {
        CertificateCases all = new CertificateCases();
        all.times();
        all.usages();
        all.names();
        all.nameConstraints();
        all.pathsOfCas();
        all.algorithms();
        all.orders();
        all.forms();
        return List.copyOf(all.cases);
    }

    /** What the JDK and OpenSSL read, and Go does not, in whatever certificate of the handshake it is. */
    private void forms() {
        add("form-printable-string", List.of(called(new DERPrintableString("a b*&c"))), root);
        add("form-printable-string-with-an-underscore", List.of(called(new DERPrintableString("a_b"))), root);
        add("form-printable-string-with-an-at", List.of(called(new DERPrintableString("a@b"))), root);
        add("form-universal-string", List.of(called(new DERUniversalString(new byte[] {0, 0, 0, 'a'}))), root);
        add("form-ia5-string-not-ascii", List.of(called(new DERIA5String("k\u00fcbe"))), root);
        add("form-teletex-string-not-ascii", List.of(called(new DERT61String("k\u00fcbe"))), root);
        add("form-numeric-string-of-letters", List.of(called(new DERNumericString("abc"))), root);
        add("form-superfluous", List.of(leaf(root), called(new DERPrintableString("a_b"))), root);
        Made ca = bare(named(new DERPrintableString("kubernetes_ca")), "kubernetes")
                .basic(new BasicConstraints(true))
                .make();
        add("form-ca-with-an-underscore-in-a-printable-string", leaf(ca), ca);
        Made negative = ca("kubernetes").serial(-5).make();
        add("form-negative-serial-of-the-ca", leaf(negative), negative);
        add("form-negative-serial", good(root).serial(-5).make(), root);
        add("form-serial-zero", good(root).serial(0).make(), root);
        names("form-name-not-ascii", 2, "m\u00fcnchen".getBytes(StandardCharsets.ISO_8859_1));
        names("form-mail-not-ascii", 1, "m\u00fc@example.com".getBytes(StandardCharsets.ISO_8859_1));
        names("form-address-of-five-bytes", 7, new byte[5]);
        names("form-address-of-no-bytes", 7, new byte[0]);
        names("form-registered-id-is-passed-over", 8, new byte[] {42, 3});
        for (String uri : List.of(
                "spiffe://cluster.local/ns/kube-system",
                "https://a.example:8443/x?y#z",
                "urn:uuid:f81d4fae",
                "http://user@[fd00::1]:80/")) {
            names("form-uri-" + uri.replaceAll("[^a-z0-9]+", "-"), 6, uri.getBytes(StandardCharsets.US_ASCII));
        }
        names("form-uri-bad-empty-label", 6, "http://a..b/x".getBytes(StandardCharsets.US_ASCII));
        names("form-uri-bad-trailing-dot", 6, "http://a.b./x".getBytes(StandardCharsets.US_ASCII));
        names("form-uri-bad-bracket", 6, "http://[::1/".getBytes(StandardCharsets.US_ASCII));
        names("form-uri-bad-blank", 6, "http://a b/".getBytes(StandardCharsets.US_ASCII));
        names("form-uri-bad-port", 6, "http://a:b/".getBytes(StandardCharsets.US_ASCII));
        names("form-uri-bad-escape", 6, "http://a/%zz".getBytes(StandardCharsets.US_ASCII));
        names("form-uri-bad-control", 6, "http://a/\u007f".getBytes(StandardCharsets.US_ASCII));
        names("form-uri-bad-scheme", 6, ":a".getBytes(StandardCharsets.US_ASCII));
        constrained("form-constraint-mask-with-holes", true, List.of("ip:10.0.0.0/255.0.255.0"), List.of());
        constrained("form-constraint-of-an-empty-label", true, List.of("dns:a..b"), List.of());
        constrained("form-constraint-of-an-address-as-uri", true, List.of("uri:10.0.0.1"), List.of());
        add("leaf-ed448", good(root).withKey("Ed448/leaf").make(), root);
    }

    private Made called(ASN1Encodable commonName) {
        return bare(named(commonName), "server")
                .signedBy(root)
                .names(KUBERNETES)
                .extended(KeyPurposeId.id_kp_serverAuth)
                .make();
    }

    private static X500Name named(ASN1Encodable commonName) {
        return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    }

    /** A leaf with the right name and one more, of the kind {@code tag} and these bytes. */
    private void names(String id, int tag, byte[] bytes) {
        add(
                id,
                good(root)
                        .with(Extension.subjectAlternativeName, false, new DERSequence(new ASN1Encodable[] {
                            new DERTaggedObject(
                                    false, 2, new DEROctetString("kubernetes".getBytes(StandardCharsets.US_ASCII))),
                            new DERTaggedObject(false, tag, new DEROctetString(bytes))
                        }))
                        .make(),
                root);
    }

    private void times() {
        add("good", leaf(root), root);
        add(
                "ca-expired",
                leaf(ca("kubernetes").expired().make()),
                ca("kubernetes").expired().make());
        add("ca-not-yet-valid", leaf(root), ca("kubernetes").notYetValid().make());
        add(
                "ca-renewed-with-the-same-key-beside-the-expired",
                leaf(root),
                ca("kubernetes").expired().make(),
                ca("kubernetes").make());
        add("leaf-expired", good(root).expired().make(), root);
        add("leaf-not-yet-valid", good(root).notYetValid().make(), root);
        Made expired = good(root).expired().make();
        add("leaf-expired-and-in-ca-file", expired, expired, root);
        Made selfSigned = server().names(KUBERNETES).make();
        add("self-signed-in-ca-file", selfSigned, selfSigned);
        Made selfExpired = server().names(KUBERNETES).expired().make();
        add("self-signed-expired-in-ca-file", selfExpired, selfExpired);
        Made ca = ca("kube-apiserver").names(KUBERNETES).make();
        add("self-signed-ca-true-in-ca-file", ca, ca);
        Made caExpired = ca("kube-apiserver").names(KUBERNETES).expired().make();
        add("self-signed-ca-true-expired-in-ca-file", caExpired, caExpired);
        Made alone = good(root).make();
        add("leaf-alone-in-ca-file", alone, alone);
        add("self-signed-not-in-ca-file", server().names(KUBERNETES).make(), root);
        add("ends-this-second", good(root).until(NOW).make(), root);
        add("begins-this-second", good(root).from(NOW).make(), root);
        add(
                "expired-and-foreign",
                good(ca("kubernetes").withKey("foreign").make()).expired().make(),
                root);
        Made intermediate = ca("intermediate").signedBy(root).expired().make();
        add("intermediate-expired", List.of(leaf(intermediate), intermediate), root);
    }

    private void usages() {
        add(
                "rsa-leaf-for-encipherment-alone",
                good(rsaRoot)
                        .withKey("RSA-2048/leaf")
                        .usage(KeyUsage.keyEncipherment | KeyUsage.dataEncipherment)
                        .make(),
                rsaRoot);
        add(
                "leaf-for-key-agreement-alone",
                good(root).usage(KeyUsage.keyAgreement).make(),
                root);
        add("leaf-without-key-usage", good(root).without(Extension.keyUsage).make(), root);
        add(
                "leaf-without-extended-usage",
                good(root).without(Extension.extendedKeyUsage).make(),
                root);
        add(
                "leaf-for-clients-alone",
                good(root).extended(KeyPurposeId.id_kp_clientAuth).make(),
                root);
        add(
                "leaf-for-clients-and-servers",
                good(root)
                        .extended(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth)
                        .make(),
                root);
        add(
                "leaf-for-any-usage",
                good(root).extended(KeyPurposeId.anyExtendedKeyUsage).make(),
                root);
        add(
                "leaf-for-an-unknown-usage",
                good(root).extended(KeyPurposeId.getInstance(UNKNOWN)).make(),
                root);
        Made forClients =
                ca("kubernetes").extended(KeyPurposeId.id_kp_clientAuth).make();
        add("ca-for-clients-alone", leaf(forClients), forClients);
        Made forServers =
                ca("kubernetes").extended(KeyPurposeId.id_kp_serverAuth).make();
        add("ca-for-servers", leaf(forServers), forServers);
        Made intermediate = ca("intermediate")
                .extended(KeyPurposeId.id_kp_clientAuth)
                .signedBy(root)
                .make();
        add("intermediate-for-clients-alone", List.of(leaf(intermediate), intermediate), root);
        Made cannotSign = ca("kubernetes").usage(KeyUsage.digitalSignature).make();
        add("ca-may-not-sign-by-key-usage", leaf(cannotSign), cannotSign);
        Made noUsage = ca("kubernetes").without(Extension.keyUsage).make();
        add("ca-without-key-usage", leaf(noUsage), noUsage);
        Made client = good(root).extended(KeyPurposeId.id_kp_clientAuth).make();
        add("leaf-for-clients-in-ca-file", client, client);
    }

    private void names() {
        add(
                "no-alternative-name-but-a-common-name",
                bare("CN=kubernetes", "server")
                        .signedBy(root)
                        .basic(new BasicConstraints(false))
                        .extended(KeyPurposeId.id_kp_serverAuth)
                        .make(),
                root);
        add(
                "common-name-beside-other-names",
                server().signedBy(root).names("dns:other").make(),
                "kube-apiserver",
                root);
        add("other-name", server().signedBy(root).names("dns:other.example").make(), root);
        add("upper-case", leaf(root), "KUBERNETES", root);
        add("trailing-dot-demanded", leaf(root), "kubernetes.default.", root);
        add(
                "trailing-dot-in-the-certificate",
                server().signedBy(root).names("dns:kubernetes.").make(),
                root);
        add(
                "trailing-dot-in-both",
                server().signedBy(root).names("dns:kubernetes.").make(),
                "kubernetes.",
                root);
        add("underscore", server().signedBy(root).names("dns:my_host.example").make(), "my_host.example", root);
        add("wildcard", server().signedBy(root).names("dns:*.example.com").make(), "cp1.example.com", root);
        add(
                "wildcard-for-an-underscore",
                server().signedBy(root).names("dns:*.example.com").make(),
                "c_p.example.com",
                root);
        add(
                "wildcard-with-a-trailing-dot-demanded",
                server().signedBy(root).names("dns:*.example.com").make(),
                "cp1.example.com.",
                root);
        add(
                "wildcard-of-two-labels",
                server().signedBy(root).names("dns:*.example.com").make(),
                "a.cp1.example.com",
                root);
        add(
                "wildcard-of-no-label",
                server().signedBy(root).names("dns:*.example.com").make(),
                "example.com",
                root);
        add(
                "wildcard-within-a-label",
                server().signedBy(root).names("dns:cp*.example.com").make(),
                "cp1.example.com",
                root);
        add("wildcard-not-first", server().signedBy(root).names("dns:cp1.*.com").make(), "cp1.example.com", root);
        add("wildcard-alone", server().signedBy(root).names("dns:*").make(), root);
        add(
                "wildcard-below-a-top-level-domain",
                server().signedBy(root).names("dns:*.com").make(),
                "example.com",
                root);
        add("address", leaf(root), "10.96.0.1", root);
        add("address-in-brackets", server().signedBy(root).names("ip:fd00::10").make(), "[fd00::10]", root);
        add("address-not-carried", leaf(root), "10.96.0.2", root);
        add(
                "address-as-a-dns-name",
                server().signedBy(root).names("dns:10.96.0.1").make(),
                "10.96.0.1",
                root);
        add("ipv6-address", server().signedBy(root).names("ip:fd00::10").make(), "fd00:0:0::10", root);
        add("ipv6-mapped-address-demanded", leaf(root), "::ffff:10.96.0.1", root);
        add(
                "no-names-for-an-address",
                bare("CN=10.96.0.1", "server")
                        .signedBy(root)
                        .extended(KeyPurposeId.id_kp_serverAuth)
                        .make(),
                "10.96.0.1",
                root);
        add(
                "three-thousand-names",
                server().signedBy(root)
                        .names(Stream.concat(
                                        IntStream.range(0, 3000).mapToObj(i -> "dns:node-" + i + ".example"),
                                        Stream.of("dns:kubernetes"))
                                .toArray(String[]::new))
                        .make(),
                root);
        add(
                "critical-alternative-names",
                server().signedBy(root)
                        .with(
                                Extension.subjectAlternativeName,
                                true,
                                new GeneralNames(new GeneralName(GeneralName.dNSName, "kubernetes")))
                        .make(),
                root);
    }

    private void nameConstraints() {
        constrained("root-permits-another-domain", true, List.of("dns:example.com"), List.of());
        constrained(
                "root-permits-the-name",
                true,
                List.of("dns:kubernetes", "ip:10.96.0.0/255.255.0.0", "dns:default"),
                List.of());
        constrained("root-excludes-the-name", true, List.of(), List.of("dns:kubernetes"));
        constrained("root-excludes-the-name-not-critical", false, List.of(), List.of("dns:kubernetes"));
        constrained("root-excludes-another-name", true, List.of(), List.of("dns:example.com"));
        constrained("root-excludes-the-address", true, List.of(), List.of("ip:10.96.0.0/255.255.0.0"));
        constrained("root-permits-other-addresses", true, List.of("ip:192.0.2.0/255.255.255.0"), List.of());
        constrained("root-permits-addresses-of-ipv6-alone", true, List.of("ip:fd00::/ffff::"), List.of());
        constrained("root-constrains-mail-alone", true, List.of("mail:example.com"), List.of());
        constrained("root-constrains-directories-critical", true, List.of("dir:CN=x"), List.of());
        constrained("root-constrains-directories-not-critical", false, List.of("dir:CN=x"), List.of());
        constrained("root-permits-all-names-of-the-empty-constraint", true, List.of("dns:"), List.of());
        constrained("root-excludes-all-names-of-the-empty-constraint", true, List.of(), List.of("dns:"));
        constrained("root-permits-below-a-leading-dot", true, List.of("dns:.default", "dns:.kubernetes"), List.of());
        Made below = ca("kubernetes")
                .constrain(true, List.of("dns:example.com"), List.of())
                .make();
        add(
                "permitted-domain-and-below",
                server().signedBy(below).names("dns:a.b.example.com").make(),
                "a.b.example.com",
                below);
        add(
                "permitted-domain-not-by-its-end-alone",
                server().signedBy(below).names("dns:badexample.com").make(),
                "badexample.com",
                below);
        add(
                "another-name-is-not-permitted",
                server().signedBy(below)
                        .names("dns:a.example.com", "dns:b.example.org")
                        .make(),
                "a.example.com",
                below);
        Made dot = ca("kubernetes")
                .constrain(true, List.of("dns:.example.com"), List.of())
                .make();
        add(
                "leading-dot-demands-a-label",
                server().signedBy(dot).names("dns:example.com").make(),
                "example.com",
                dot);
        add(
                "leading-dot-with-a-label",
                server().signedBy(dot).names("dns:a.example.com").make(),
                "a.example.com",
                dot);
        Made star = ca("kubernetes")
                .constrain(true, List.of(), List.of("dns:cp1.example.com"))
                .make();
        add(
                "wildcard-over-an-excluded-name",
                server().signedBy(star).names("dns:*.example.com").make(),
                "cp2.example.com",
                star);
        Made intermediate = ca("intermediate")
                .constrain(true, List.of(), List.of("dns:kubernetes"))
                .signedBy(root)
                .make();
        add("intermediate-excludes-the-name", List.of(leaf(intermediate), intermediate), root);
        Made permits = ca("intermediate")
                .constrain(true, List.of("dns:example.com"), List.of())
                .signedBy(root)
                .make();
        add("intermediate-permits-another-domain", List.of(leaf(permits), permits), root);
        Made narrow = ca("kubernetes")
                .constrain(true, List.of(), List.of("dns:kubernetes"))
                .make();
        Made middle = ca("intermediate").signedBy(narrow).make();
        add("root-excludes-the-name-two-levels-below", List.of(leaf(middle), middle), narrow);
        Made uri = ca("kubernetes")
                .constrain(true, List.of("uri:example.com"), List.of())
                .make();
        add(
                "uri-permitted",
                server().signedBy(uri)
                        .names("dns:kubernetes", "uri:https://a.example.com/x")
                        .make(),
                uri);
        add(
                "uri-not-permitted",
                server().signedBy(uri)
                        .names("dns:kubernetes", "uri:https://example.org/x")
                        .make(),
                uri);
        add(
                "uri-with-an-address",
                server().signedBy(uri)
                        .names("dns:kubernetes", "uri:https://10.0.0.1/x")
                        .make(),
                uri);
        Made mail = ca("kubernetes")
                .constrain(true, List.of("mail:example.com"), List.of())
                .make();
        add(
                "mail-permitted",
                server().signedBy(mail)
                        .names("dns:kubernetes", "mail:a@example.com")
                        .make(),
                mail);
        add(
                "mail-not-permitted",
                server().signedBy(mail)
                        .names("dns:kubernetes", "mail:a@example.org")
                        .make(),
                mail);
        Made own = ca("kubernetes")
                .names("dns:outside.example")
                .constrain(true, List.of("dns:kubernetes"), List.of())
                .make();
        add(
                "the-ca-s-own-name-is-outside",
                server().signedBy(own).names("dns:kubernetes").make(),
                own);
        add(
                "common-name-is-not-constrained",
                bare("CN=excluded.example", "server")
                        .signedBy(ca("kubernetes")
                                .constrain(true, List.of(), List.of("dns:excluded.example"))
                                .make())
                        .names("dns:kubernetes")
                        .make(),
                ca("kubernetes")
                        .constrain(true, List.of(), List.of("dns:excluded.example"))
                        .make());
    }

    private void pathsOfCas() {
        Made intermediate = ca("intermediate").signedBy(root).make();
        add("intermediate", List.of(leaf(intermediate), intermediate), root);
        add("intermediate-missing", List.of(leaf(intermediate)), root);
        add("intermediate-as-anchor", List.of(leaf(intermediate)), intermediate);
        add("intermediate-as-anchor-and-shown", List.of(leaf(intermediate), intermediate), intermediate);
        Made noCa = ca("intermediate")
                .basic(new BasicConstraints(false))
                .signedBy(root)
                .make();
        add("intermediate-is-no-ca", List.of(leaf(noCa), noCa), root);
        Made noBasic = ca("intermediate")
                .without(Extension.basicConstraints)
                .signedBy(root)
                .make();
        add("intermediate-without-basic-constraints", List.of(leaf(noBasic), noBasic), root);
        Made anchorNoCa = ca("kubernetes").basic(new BasicConstraints(false)).make();
        add("anchor-is-no-ca", leaf(anchorNoCa), anchorNoCa);
        Made anchorNoBasic =
                ca("kubernetes").without(Extension.basicConstraints).make();
        add("anchor-without-basic-constraints", leaf(anchorNoBasic), anchorNoBasic);
        Made v1 = bare("CN=kubernetes", "kubernetes").version1().make();
        add("anchor-of-version-1", leaf(v1), v1);
        Made v1Between = bare("CN=intermediate", "intermediate")
                .version1()
                .signedBy(root)
                .make();
        add("intermediate-of-version-1", List.of(leaf(v1Between), v1Between), root);
        Made other = bare("CN=etcd", "etcd")
                .basic(new BasicConstraints(false))
                .signedBy(root)
                .make();
        add("leaf-signs-a-leaf", List.of(leaf(other), other), root);
        Made zero = ca("kubernetes").basic(new BasicConstraints(0)).make();
        add("path-length-zero-and-no-intermediate", leaf(zero), zero);
        Made belowZero = ca("intermediate").signedBy(zero).make();
        add("path-length-zero-and-one-intermediate", List.of(leaf(belowZero), belowZero), zero);
        Made one = ca("kubernetes").basic(new BasicConstraints(1)).make();
        Made first = ca("first").signedBy(one).make();
        Made second = ca("second").signedBy(first).make();
        add("path-length-one-and-two-intermediates", List.of(leaf(second), second, first), one);
        Made free = ca("first").signedBy(root).make();
        Made middleZero =
                ca("middle").basic(new BasicConstraints(0)).signedBy(free).make();
        Made last = ca("last").signedBy(middleZero).make();
        add("path-length-of-an-intermediate", List.of(leaf(last), last, middleZero, free), root);
        Made foreign = ca("kubernetes").withKey("foreign").make();
        add("foreign-ca-of-the-same-name", leaf(foreign), root);
        add("foreign-ca-of-another-name", leaf(ca("other").make()), root);
        add("two-cas-of-one-name", leaf(foreign), root, foreign);
        Made plain = ca("kubernetes").withKey("foreign").withoutIdentifiers().make();
        add(
                "two-cas-of-one-name-without-identifiers",
                server().signedBy(plain).names(KUBERNETES).withoutIdentifiers().make(),
                root,
                plain);
        add(
                "ca-s-name-in-another-string-type",
                server().signedBy(root)
                        .issuerName(printable("kubernetes"))
                        .names(KUBERNETES)
                        .make(),
                root);
        Made unknownCritical =
                ca("kubernetes").with(UNKNOWN, true, DERNull.INSTANCE).make();
        add("ca-with-an-unknown-critical-extension", leaf(unknownCritical), unknownCritical);
        add(
                "leaf-with-an-unknown-critical-extension",
                good(root).with(UNKNOWN, true, DERNull.INSTANCE).make(),
                root);
        add(
                "leaf-with-an-unknown-extension",
                good(root)
                        .with(UNKNOWN, false, new DEROctetString(new byte[] {1}))
                        .make(),
                root);
        // requireExplicitPolicy 0
        Made policy = ca("intermediate")
                .with(POLICY_CONSTRAINTS, true, new DERSequence(new DERTaggedObject(false, 0, new ASN1Integer(0))))
                .signedBy(root)
                .make();
        add("intermediate-demands-a-policy", List.of(leaf(policy), policy), root);
    }

    private void algorithms() {
        add("rsa", good(rsaRoot).withKey("RSA-2048/leaf").make(), rsaRoot);
        add("rsa-3072", good(rsaRoot).withKey("RSA-3072/leaf").make(), rsaRoot);
        add("leaf-signed-by-sha1", good(rsaRoot).by("SHA1withRSA").make(), rsaRoot);
        add("leaf-signed-by-ecdsa-sha1", good(root).by("SHA1withECDSA").make(), root);
        add("leaf-signed-by-md5", good(rsaRoot).by("MD5withRSA").make(), rsaRoot);
        Made sha1Root =
                ca("kubernetes").withKey("RSA-2048/ca").by("SHA1withRSA").make();
        add("anchor-signed-by-sha1", leaf(sha1Root), sha1Root);
        Made md5Root = ca("kubernetes").withKey("RSA-2048/ca").by("MD5withRSA").make();
        add("anchor-signed-by-md5", leaf(md5Root), md5Root);
        Made sha1Between =
                ca("intermediate").signedBy(rsaRoot).by("SHA1withRSA").make();
        add("intermediate-signed-by-sha1", List.of(leaf(sha1Between), sha1Between), rsaRoot);
        add("leaf-signed-by-sha384", good(rsaRoot).by("SHA384withRSA").make(), rsaRoot);
        add("leaf-signed-by-sha512", good(rsaRoot).by("SHA512withRSA").make(), rsaRoot);
        add("leaf-signed-by-sha224", good(rsaRoot).by("SHA224withRSA").make(), rsaRoot);
        add("leaf-signed-by-rsa-pss", good(rsaRoot).by("SHA256withRSAandMGF1").make(), rsaRoot);
        add(
                "leaf-signed-by-rsa-pss-sha1",
                good(rsaRoot).by("SHA1withRSAandMGF1").make(),
                rsaRoot);
        add("leaf-rsa-1024", good(rsaRoot).withKey("RSA-1024/leaf").make(), rsaRoot);
        add("leaf-rsa-768", good(rsaRoot).withKey("RSA-768/leaf").make(), rsaRoot);
        Made small = ca("kubernetes").withKey("RSA-768/ca").make();
        add("ca-rsa-768", leaf(small), small);
        Made weak = ca("kubernetes").withKey("RSA-1024/ca").make();
        add("ca-rsa-1024", leaf(weak), weak);
        add("leaf-rsa-8200", good(root).publicKey(rsaOf(8200)).make(), root);
        Made p521 =
                ca("kubernetes").withKey("secp521r1/ca").by("SHA512withECDSA").make();
        add("p-521", good(p521).withKey("secp521r1/leaf").by("SHA512withECDSA").make(), p521);
        Made p384 =
                ca("kubernetes").withKey("secp384r1/ca").by("SHA384withECDSA").make();
        add("p-384", good(p384).withKey("secp384r1/leaf").by("SHA384withECDSA").make(), p384);
        Made ed = ca("kubernetes").withKey("Ed25519/ca").make();
        add("ed25519-ca", leaf(ed), ed);
        add("ed25519-leaf", good(root).withKey("Ed25519/leaf").make(), root);
        Made ed448 = ca("kubernetes").withKey("Ed448/ca").by("Ed448").make();
        add("ed448-ca", good(ed448).by("Ed448").make(), ed448);
        Made dsa = ca("kubernetes").withKey("DSA/ca").make();
        add("dsa-ca", leaf(dsa), dsa);
    }

    private void orders() {
        Made first = ca("first").signedBy(root).make();
        Made second = ca("second").signedBy(first).make();
        Made leaf = leaf(second);
        add("two-intermediates", List.of(leaf, second, first), root);
        add("wrong-order", List.of(leaf, first, second), root);
        add("duplicates", List.of(leaf, second, second, leaf, first, first), root);
        add("root-shown-too", List.of(leaf, second, first, root), root);
        add(
                "superfluous",
                List.of(leaf, ca("stranger").make(), second, good(root).make(), first),
                root);
        add("superfluous-expired", List.of(leaf, ca("stranger").expired().make(), second, first), root);
        add(
                "superfluous-untrusted-root",
                List.of(leaf(root), ca("kubernetes").withKey("foreign").make()),
                root);
        List<Made> many = new ArrayList<>(List.of(leaf, second, first));
        IntStream.range(0, 20)
                .forEach(i -> many.add(ca("stranger-" + i).withKey("stranger").make()));
        add("twenty-superfluous", many, root);
        Made oldRoot = ca("old-root").expired().make();
        Made newRoot = ca("new-root").make();
        Made crossByOld = ca("cross").signedBy(oldRoot).make();
        Made crossByNew = ca("cross").signedBy(newRoot).make();
        add("cross-signed-one-anchor-expired", List.of(leaf(crossByOld), crossByOld, crossByNew), oldRoot, newRoot);
        add(
                "cross-signed-by-an-unknown-root-first",
                List.of(
                        leaf(crossByOld),
                        ca("cross").signedBy(ca("unknown-root").make()).make(),
                        crossByNew),
                newRoot);
        Made a = ca("a").make();
        Made b = ca("b").make();
        Made aByB = ca("a").signedBy(b).make();
        Made bByA = ca("b").signedBy(a).make();
        add("cross-signed-in-a-circle", List.of(leaf(aByB), aByB, bByA), root);
        add("cross-signed-in-a-circle-with-a-way-out", List.of(leaf(aByB), aByB, bByA), b);
        Made longest = root;
        List<Made> chain = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            longest = ca("level-" + i).signedBy(longest).make();
            chain.addFirst(longest);
        }
        chain.addFirst(leaf(longest));
        add("twelve-intermediates", chain, root);
        Made rolled = ca("kubernetes").withKey("foreign").signedBy(root).make();
        add("new-ca-signed-by-the-old-one", List.of(leaf(rolled), rolled), root);
    }

    private void constrained(String id, boolean critical, List<String> permitted, List<String> excluded) {
        Made constrained =
                ca("kubernetes").constrain(critical, permitted, excluded).make();
        add(id, leaf(constrained), constrained);
    }

    private static CertificateMaker good(Made issuer) {
        return server().names(KUBERNETES).signedBy(issuer);
    }

    private static Made leaf(Made issuer) {
        return good(issuer).make();
    }

    private void add(String id, Made leaf, Made... anchors) {
        add(id, List.of(leaf), anchors);
    }

    private void add(String id, Made leaf, String serverName, Made... anchors) {
        add(id, List.of(leaf), serverName, anchors);
    }

    private void add(String id, List<Made> shown, Made... anchors) {
        add(id, shown, "kubernetes", anchors);
    }

    private void add(String id, List<Made> shown, String serverName, Made... anchors) {
        cases.add(new Case(id, certificates(shown), certificates(List.of(anchors)), serverName));
    }

    private static List<X509Certificate> certificates(List<Made> made) {
        return made.stream().map(Made::certificate).toList();
    }

    private static PublicKey rsaOf(int bits) {
        try {
            BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
