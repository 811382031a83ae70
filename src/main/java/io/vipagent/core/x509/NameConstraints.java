package io.vipagent.core.x509;

import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * For which names a CA may vouch (RFC 5280, section 4.2.1.10), as Go reads it: names of kinds that no constraint is
 * about pass, and so does an unknown kind of constraint where the extension is not critical.
 *
 * @param unknown whether there are constraints of a kind that Go does not know
 */
record NameConstraints(List<AlternativeName> permitted, List<AlternativeName> excluded, boolean unknown) {
    static final String OID = "2.5.29.30";

    /** Go's limit, against certificates that are made to keep a verifier busy. */
    static final int MAX_COMPARISONS = 250_000;

    private static final int PERMITTED = 0xa0;
    private static final int EXCLUDED = 0xa1;

    static Optional<NameConstraints> of(X509Certificate certificate) throws CertificateParsingException {
        byte[] extension = certificate.getExtensionValue(OID);
        if (extension == null) {
            return Optional.empty();
        }
        Der top = new Der(extension).read(Der.OCTET_STRING).read(Der.SEQUENCE);
        List<AlternativeName> permitted = top.has(PERMITTED) ? subtrees(top.next()) : List.of();
        List<AlternativeName> excluded = top.has(EXCLUDED) ? subtrees(top.next()) : List.of();
        if (!top.isEmpty() || permitted.isEmpty() && excluded.isEmpty()) {
            throw new CertificateParsingException("its name constraints are malformed");
        }
        return Optional.of(new NameConstraints(
                permitted,
                excluded,
                permitted.stream().anyMatch(base -> !base.isKnown())
                        || excluded.stream().anyMatch(base -> !base.isKnown())));
    }

    /**
     * Holds the names of a certificate against the constraints.
     *
     * @throws CertificateException where one is excluded, or not among those that are permitted
     */
    void check(List<AlternativeName> names) throws CertificateException {
        if ((long) names.size() * (permitted.size() + excluded.size()) > MAX_COMPARISONS) {
            throw new CertificateException("there are too many name constraints");
        }
        for (AlternativeName name : names) {
            // As in Go, a name that is malformed does not pass, whatever the constraints are about.
            switch (name.tag()) {
                case AlternativeName.DNS -> labels(name.text());
                case AlternativeName.EMAIL -> at(name.text());
                default -> {
                    // Of the others only those count that a constraint is about.
                }
            }
            check(name);
        }
    }

    private void check(AlternativeName name) throws CertificateException {
        for (AlternativeName base : excluded) {
            if (base.tag() == name.tag() && matches(name, base, true)) {
                throw new CertificateException("its name constraints exclude " + name.text());
            }
        }
        boolean constrained = false;
        for (AlternativeName base : permitted) {
            if (base.tag() == name.tag()) {
                constrained = true;
                if (matches(name, base, false)) {
                    return;
                }
            }
        }
        if (constrained) {
            throw new CertificateException("its name constraints do not permit " + name.text());
        }
    }

    private static List<AlternativeName> subtrees(Der sequence) throws CertificateParsingException {
        List<AlternativeName> bases = new ArrayList<>();
        while (!sequence.isEmpty()) {
            Der subtree = sequence.read(Der.SEQUENCE);
            int tag = subtree.tag();
            AlternativeName base = new AlternativeName(tag, subtree.next().rest());
            if (!isReadable(base)) {
                throw new CertificateParsingException("its name constraints are malformed");
            }
            bases.add(base);
        }
        return bases;
    }

    private static boolean isReadable(AlternativeName base) {
        String domain = base.text().startsWith(".") ? base.text().substring(1) : base.text();
        return switch (base.tag()) {
            case AlternativeName.IP -> (base.value().length == 8 || base.value().length == 32) && isMask(base.value());
            case AlternativeName.DNS -> base.text().isEmpty() || isDomain(domain);
            case AlternativeName.URI ->
                base.text().isEmpty()
                        || isDomain(domain) && HostNames.address(domain).isEmpty();
            default -> true;
        };
    }

    /** The second half must be ones and then zeros. */
    private static boolean isMask(byte[] range) {
        int half = range.length / 2;
        BitSet bits = new BitSet();
        for (int i = 0; i < half * Byte.SIZE; i++) {
            bits.set(i, (range[half + i / Byte.SIZE] << i % Byte.SIZE & 0x80) != 0);
        }
        return bits.nextClearBit(0) == bits.length();
    }

    /** Returns whether {@code domain} has labels, none of them empty, of printable characters alone. */
    static boolean isDomain(String domain) {
        return Arrays.stream(domain.split("\\.", -1))
                .noneMatch(label -> label.isEmpty() || label.chars().anyMatch(c -> c < 33 || c > 126));
    }

    private static boolean matches(AlternativeName name, AlternativeName base, boolean excludes)
            throws CertificateException {
        return switch (name.tag()) {
            case AlternativeName.IP -> isWithin(name.value(), base.value());
            case AlternativeName.DNS -> isBelow(name.text(), base.text(), excludes);
            case AlternativeName.EMAIL -> isMailOf(name.text(), base.text());
            case AlternativeName.URI -> isBelow(hostOf(name.text()), base.text(), false);
            default -> false;
        };
    }

    private static boolean isWithin(byte[] address, byte[] range) {
        if (range.length != 2 * address.length) {
            return false;
        }
        for (int i = 0; i < address.length; i++) {
            int mask = range[address.length + i];
            if ((address[i] & mask) != (range[i] & mask)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether a domain is {@code constraint} or below it; with a leading dot it must be below. An empty
     * constraint is about everything. A star may stand for a name that is excluded (CVE-2025-61727).
     */
    private static boolean isBelow(String domain, String constraint, boolean excludes) throws CertificateException {
        if (constraint.isEmpty()) {
            return true;
        }
        boolean strictly = constraint.startsWith(".");
        String[] above = labels(strictly ? constraint.substring(1) : constraint);
        String[] labels = labels(domain);
        if (labels.length < above.length || strictly && labels.length == above.length) {
            return false;
        }
        for (int i = 1; i <= above.length; i++) {
            String label = labels[labels.length - i];
            boolean star = excludes && i == labels.length && i > 1 && label.equals("*");
            if (!star && !label.equals(above[above.length - i])) {
                return false;
            }
        }
        return true;
    }

    private static String[] labels(String domain) throws CertificateException {
        if (!isDomain(domain)) {
            throw new CertificateException("its name constraints cannot be held against \"" + domain + "\"");
        }
        return domain.toLowerCase(Locale.ROOT).split("\\.", -1);
    }

    private static boolean isMailOf(String mailbox, String constraint) throws CertificateException {
        int at = at(mailbox);
        int constrained = constraint.lastIndexOf('@');
        return constrained < 0
                ? isBelow(mailbox.substring(at + 1), constraint, false)
                : mailbox.substring(0, at).equals(constraint.substring(0, constrained))
                        && mailbox.substring(at + 1).equalsIgnoreCase(constraint.substring(constrained + 1));
    }

    private static int at(String mailbox) throws CertificateException {
        int at = mailbox.lastIndexOf('@');
        if (at <= 0) {
            throw new CertificateException("its name constraints cannot be held against \"" + mailbox + "\"");
        }
        labels(mailbox.substring(at + 1));
        return at;
    }

    /** A URI without a host, or whose host is an address, cannot be held against a constraint. */
    private static String hostOf(String uri) throws CertificateException {
        try {
            String host = URI.create(uri).getHost();
            if (host != null && HostNames.address(host).isEmpty()) {
                return host;
            }
        } catch (IllegalArgumentException e) {
            throw new CertificateException("its name constraints cannot be held against \"" + uri + "\"", e);
        }
        throw new CertificateException("its name constraints cannot be held against \"" + uri + "\"");
    }
}
