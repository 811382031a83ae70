package io.vipagent.agent.tls;

import io.vipagent.core.protocol.UnusableFile;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files that {@link TlsSettings} names, parsed.
 *
 * @param authorities that may vouch for the other side, with what was skipped; empty: any chain passes
 * @param client our own certificate, where there is one
 * @param authorization the value of the Authorization header, if any; a secret
 */
public record TlsMaterial(
        Optional<Pem.Bundle> authorities, Optional<ClientIdentity> client, Optional<String> authorization) {
    private interface Reader<T> {
        T read(byte[] bytes) throws GeneralSecurityException, IOException;
    }

    /** Reads and parses all files. */
    static TlsMaterial load(TlsSettings tlsSettings) throws UnusableFile {
        Optional<Pem.Bundle> authorities = tlsSettings.insecure()
                ? Optional.empty()
                : Optional.of(read(tlsSettings.caFile(), FileKind.PEM, Pem::bundle));
        Optional<ClientIdentity> client = tlsSettings.client().isPresent()
                ? Optional.of(client(tlsSettings.client().get()))
                : Optional.empty();
        Optional<String> authorization = tlsSettings.tokenFile().isPresent()
                ? Optional.of("Bearer " + read(tlsSettings.tokenFile().get(), FileKind.TOKEN, TlsMaterial::token))
                : Optional.empty();
        return new TlsMaterial(authorities, client, authorization);
    }

    /** Refuses files of {@code tlsSettings} with secrets that any user may read or replace. */
    static void checkClosedToOthers(TlsSettings tlsSettings) throws UnusableFile {
        List<Path> secrets = new ArrayList<>();
        tlsSettings.client().ifPresent(files -> secrets.add(files.keyFile()));
        tlsSettings.tokenFile().ifPresent(secrets::add);
        for (Path secret : secrets) {
            try {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(secret);
                if (permissions.contains(PosixFilePermission.OTHERS_READ)
                        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                    throw new UnusableFile(
                            secret,
                            new GeneralSecurityException("is open to every user ("
                                    + PosixFilePermissions.toString(permissions)
                                    + "), expected a secret that the agent alone can read, such as by chmod o= "
                                    + secret));
                }
            } catch (IOException e) {
                throw new UnusableFile(secret, e);
            }
        }
    }

    /** Returns the certificates that may vouch for the other side; none where any chain passes. */
    public List<X509Certificate> trusted() {
        return authorities.map(Pem.Bundle::certificates).orElse(List.of());
    }

    /** Says nothing of the secrets. */
    @Override
    public String toString() {
        return "TLS files of " + client.map(ClientIdentity::toString).orElse("no certificate");
    }

    /** Returns what of {@code ca-file} was skipped, in words; the rest of it is in force. */
    List<String> skipped() {
        return authorities.map(Pem.Bundle::skipped).orElse(List.of());
    }

    /** Returns whether {@code ca-file} looks as if it were being written. */
    boolean torn() {
        return authorities.filter(Pem.Bundle::torn).isPresent();
    }

    private static <T> T read(Path file, FileKind kind, Reader<T> reader) throws UnusableFile {
        try {
            return reader.read(RegularFile.bytes(file, kind));
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableFile(file, e);
        }
    }

    private static ClientIdentity client(ClientFiles files) throws UnusableFile {
        List<X509Certificate> chain = read(files.certFile(), FileKind.PEM, Pem::certificates);
        return read(files.keyFile(), FileKind.PEM, bytes -> {
            PrivateKey key = Pem.privateKey(bytes);
            if (!belongs(key, chain.getFirst().getPublicKey())) {
                throw new GeneralSecurityException("not the key of " + files.certFile());
            }
            return new ClientIdentity(key, chain);
        });
    }

    /**
     * Returns whether the two are a pair. While they are renewed, one file is new for a moment and the other one old.
     */
    private static boolean belongs(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case "EdDSA" -> "EdDSA";
                    default ->
                        throw new GeneralSecurityException(
                                "holds a key for " + key.getAlgorithm() + ", expected RSA, ECDSA or Ed25519");
                });
        signature.initSign(key);
        byte[] signed = signature.sign();
        try {
            signature.initVerify(publicKey);
            return signature.verify(signed);
        } catch (SignatureException otherCurve) {
            return false;
        }
    }

    /** Returns a token as RFC 6750 §2.1 allows it, so that no file can add a header of its own. */
    private static String token(byte[] bytes) throws GeneralSecurityException {
        String token = new String(bytes, StandardCharsets.ISO_8859_1).strip();
        if (!token.matches("[A-Za-z0-9._~+/-]+=*")) {
            throw new GeneralSecurityException("holds no bearer token");
        }
        return token;
    }
}
