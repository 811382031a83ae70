package io.vipagent.core.x509;

import static io.vipagent.core.x509.CertificateMaker.NOW;
import static io.vipagent.core.x509.CertificateMaker.ca;
import static io.vipagent.core.x509.CertificateMaker.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.x509.CertificateMaker.Made;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A stranger's certificates keep the thread that judges them busy for a moment, whatever is in them. */
class EffortTest {
    private final Made root = ca("kubernetes").make();

    /**
     * Certificates of one subject and one key vouch for each other in any order: the work for all of them counts, not
     * for each.
     */
    @Test
    void theConstraintsOfAllThatAreTriedCountTogether() {
        Made stranger = ca("stranger").make();
        List<X509Certificate> shown = new ArrayList<>();
        shown.add(server().names(names(500)).signedBy(stranger).make().certificate());
        for (int i = 0; i < 5; i++) {
            shown.add(ca("stranger")
                    .names("dns:between-" + i)
                    .constrain(false, List.of(), List.of(names(120)))
                    .make()
                    .certificate());
        }
        assertThatThrownBy(verify(shown))
                .isInstanceOf(CertificateException.class)
                .hasMessage("CN=stranger: there are too many name constraints");
    }

    @Test
    void soManyCertificatesAsNobodyNeedsAreNotLookedAt() {
        X509Certificate leaf =
                server().names("dns:kubernetes").signedBy(root).make().certificate();
        List<X509Certificate> shown = new ArrayList<>(Collections.nCopies(Effort.MAX_CERTIFICATES, leaf));
        assertThat(verdict(shown)).isEqualTo("pass");
        shown.add(leaf);
        assertThat(verdict(shown)).isEqualTo("101 certificates are shown, expected at most 100");
    }

    @Test
    void soManyNamesAsNobodyNeedsAreNotRead() {
        String[] most = names(AlternativeName.MAX_NAMES);
        most[0] = "dns:kubernetes";
        assertThat(verdict(List.of(server().names(most).signedBy(root).make().certificate())))
                .isEqualTo("pass");
        String[] more = names(AlternativeName.MAX_NAMES + 1);
        assertThat(verdict(List.of(server().names(more).signedBy(root).make().certificate())))
                .endsWith("it has more than 10000 alternative names");
    }

    @Test
    void anExponentThatMakesCheckingASignatureDearIsRefused() throws Exception {
        assertThat(verdict(List.of(withExponent(BigInteger.ONE.shiftLeft(31).subtract(BigInteger.ONE)))))
                .isEqualTo("pass");
        assertThat(verdict(List.of(withExponent(BigInteger.ONE.shiftLeft(31).add(BigInteger.ONE)))))
                .isEqualTo("the RSA key of CN=kube-apiserver has an exponent of 32 bits, expected at most 31");
    }

    private X509Certificate withExponent(BigInteger exponent) throws Exception {
        RSAPublicKey usual =
                (RSAPublicKey) CertificateMaker.key("RSA-2048/leaf").getPublic();
        PublicKey key =
                KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(usual.getModulus(), exponent));
        return server().names("dns:kubernetes")
                .publicKey(key)
                .signedBy(root)
                .make()
                .certificate();
    }

    private static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "dns:n" + i + ".example").toArray(String[]::new);
    }

    private ThrowingCallable verify(List<X509Certificate> shown) {
        return () -> ServerChain.verify(shown, List.of(root.certificate()), shownName(shown), NOW);
    }

    private String verdict(List<X509Certificate> shown) {
        try {
            ServerChain.verify(shown, List.of(root.certificate()), "kubernetes", NOW);
            return "pass";
        } catch (CertificateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String shownName(List<X509Certificate> shown) {
        return ServerChain.names(shown.getFirst()).getFirst();
    }
}
