package io.vipagent.core.x509;

import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
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
record NameConstraints(List<Base> permitted, List<Base> excluded, boolean unknown) {
    static final String OID = "2.5.29.30";

    private static final int PERMITTED = 0xa0;
    private static final int EXCLUDED = 0xa1;
    private static final char FIRST_PRINTABLE = 33;
    private static final char LAST_PRINTABLE = 126;

    static Optional<NameConstraints> of(X509Certificate certificate) throws CertificateParsingException {
        byte[] extension = certificate.getExtensionValue(OID);
        if (extension == null) {
            return Optional.empty();
        }
        Der top = new Der(extension).read(Der.OCTET_STRING).read(Der.SEQUENCE);
        List<Base> permitted = top.has(PERMITTED) ? subtrees(top.next()) : List.of();
        List<Base> excluded = top.has(EXCLUDED) ? subtrees(top.next()) : List.of();
        if (!top.isEmpty() || permitted.isEmpty() && excluded.isEmpty()) {
            throw new CertificateParsingException("its name constraints are malformed");
        }
        return Optional.of(new NameConstraints(
                permitted,
                excluded,
                permitted.stream().anyMatch(base -> !base.name().isKnown())
                        || excluded.stream().anyMatch(base -> !base.name().isKnown())));
    }

    /**
     * What names are held against, read once.
     *
     * @param text in lower case
     * @param domain whether it is one, without a dot before it
     */
    record Base(AlternativeName name, String text, boolean domain) {
        private static Base of(AlternativeName name) {
            String text = name.text().toLowerCase(Locale.ROOT);
            return new Base(name, text, isDomain(text.startsWith(".") ? text.substring(1) : text));
        }

        int tag() {
            return name.tag();
        }
    }

    /**
     * Holds the names of a certificate against the constraints.
     *
     * @throws CertificateException where one is excluded, or not among those that are permitted
     */
    void check(List<AlternativeName> names, Effort effort) throws CertificateException {
        effort.comparisons(names.size(), permitted.size() + excluded.size());
        for (AlternativeName name : names) {
            check(name);
        }
    }

    private void check(AlternativeName name) throws CertificateException {
        // As in Go, a name that is malformed does not pass, whatever the constraints are about.
        String domain = switch (name.tag()) {
            case AlternativeName.DNS -> domain(name.text());
            case AlternativeName.EMAIL ->
                name.text().substring(at(name.text()) + 1).toLowerCase(Locale.ROOT);
            // Of the others only those count that a constraint is about.
            case AlternativeName.URI -> isConstrained(name) ? domain(hostOf(name.text())) : "";
            default -> "";
        };
        for (Base base : excluded) {
            if (base.tag() == name.tag() && matches(name, domain, base, true)) {
                throw new CertificateException("its name constraints exclude " + name.text());
            }
        }
        boolean constrained = false;
        for (Base base : permitted) {
            if (base.tag() == name.tag()) {
                constrained = true;
                if (matches(name, domain, base, false)) {
                    return;
                }
            }
        }
        if (constrained) {
            throw new CertificateException("its name constraints do not permit " + name.text());
        }
    }

    private boolean isConstrained(AlternativeName name) {
        return permitted.stream().anyMatch(base -> base.tag() == name.tag())
                || excluded.stream().anyMatch(base -> base.tag() == name.tag());
    }

    private static List<Base> subtrees(Der sequence) throws CertificateParsingException {
        List<Base> bases = new ArrayList<>();
        while (!sequence.isEmpty()) {
            Der subtree = sequence.read(Der.SEQUENCE);
            int tag = subtree.tag();
            AlternativeName base = new AlternativeName(tag, subtree.next().rest());
            if (!isReadable(base)) {
                throw new CertificateParsingException("its name constraints are malformed");
            }
            bases.add(Base.of(base));
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
        char before = '.';
        for (int i = 0; i < domain.length(); i++) {
            char c = domain.charAt(i);
            if (c < FIRST_PRINTABLE || c > LAST_PRINTABLE || c == '.' && before == '.') {
                return false;
            }
            before = c;
        }
        return before != '.';
    }

    private static boolean matches(AlternativeName name, String domain, Base base, boolean excludes)
            throws CertificateException {
        return switch (name.tag()) {
            case AlternativeName.IP -> isWithin(name.value(), base.name().value());
            case AlternativeName.DNS -> isBelow(domain, base, excludes);
            case AlternativeName.EMAIL -> isMailOf(name.text(), domain, base);
            case AlternativeName.URI -> isBelow(domain, base, false);
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
     * Returns whether a domain is the constraint or below it; with a leading dot it must be below. An empty constraint is
     * about everything. A star may stand for a name that is excluded (CVE-2025-61727).
     */
    private static boolean isBelow(String domain, Base base, boolean excludes) throws CertificateException {
        String constraint = base.text();
        if (constraint.isEmpty()) {
            return true;
        }
        if (!base.domain()) {
            throw unfit(constraint);
        }
        if (constraint.startsWith(".")) {
            return domain.endsWith(constraint);
        }
        int above = domain.length() - constraint.length();
        boolean below = domain.endsWith(constraint) && (above == 0 || domain.charAt(above - 1) == '.');
        return below || excludes && domain.startsWith("*.") && isBeside(domain.substring(2), constraint);
    }

    /** Returns whether {@code constraint} is one label in front of {@code domain}. */
    private static boolean isBeside(String domain, String constraint) {
        return constraint.endsWith(domain) && constraint.indexOf('.') == constraint.length() - domain.length() - 1;
    }

    private static String domain(String text) throws CertificateException {
        if (!isDomain(text)) {
            throw unfit(text);
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static CertificateException unfit(String name) {
        return new CertificateException("its name constraints cannot be held against \"" + name + "\"");
    }

    private static boolean isMailOf(String mailbox, String domain, Base base) throws CertificateException {
        String constraint = base.name().text();
        int constrained = constraint.lastIndexOf('@');
        return constrained < 0
                ? isBelow(domain, base, false)
                : mailbox.substring(0, mailbox.lastIndexOf('@')).equals(constraint.substring(0, constrained))
                        && domain.equalsIgnoreCase(constraint.substring(constrained + 1));
    }

    private static int at(String mailbox) throws CertificateException {
        int at = mailbox.lastIndexOf('@');
        if (at <= 0) {
            throw unfit(mailbox);
        }
        domain(mailbox.substring(at + 1));
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
        throw unfit(uri);
    }
}
