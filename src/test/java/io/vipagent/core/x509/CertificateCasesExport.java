package io.vipagent.core.x509;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * Writes the cases as files, one folder each, for other judges: {@code judge.go} and {@code openssl verify}. This is
 * how {@code cases.tsv} came to be.
 */
final class CertificateCasesExport {
    private CertificateCasesExport() {}

    public static void main(String[] arguments) throws IOException, CertificateEncodingException {
        Path out = Path.of(arguments[0]);
        for (CertificateCases.Case one : CertificateCases.all()) {
            Path folder = Files.createDirectories(out.resolve(one.id()));
            Files.writeString(folder.resolve("ca.pem"), pem(one.anchors()));
            Files.writeString(folder.resolve("leaf.pem"), pem(one.shown().subList(0, 1)));
            Files.writeString(
                    folder.resolve("others.pem"),
                    pem(one.shown().subList(1, one.shown().size())));
            Files.writeString(folder.resolve("name"), one.serverName());
        }
        Files.writeString(out.resolve("now"), Long.toString(CertificateMaker.NOW.getEpochSecond()));
    }

    private static String pem(List<X509Certificate> certificates) throws CertificateEncodingException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return text.toString();
    }
}
