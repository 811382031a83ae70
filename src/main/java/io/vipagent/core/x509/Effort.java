package io.vipagent.core.x509;

import java.security.cert.CertificateException;

/**
 * What judging one chain has cost so far. A stranger chooses what is in it, and a thread that others wait for judges it:
 * so there is an end to it, whatever the certificates are.
 */
final class Effort {
    /** How many signatures are checked for one chain, at most: Go's limit. */
    static final int MAX_SIGNATURES = 100;

    /** How often a name is held against a constraint, at most: Go's limit, which counts for each issuer by itself. */
    static final int MAX_COMPARISONS = 250_000;

    /** How many certificates may be shown: the longest that are in use have five. */
    static final int MAX_CERTIFICATES = 100;

    private int signatures;
    private long comparisons;

    /** The chain would take more effort than any that is in use does. No other path is tried after this. */
    static final class TooMuch extends CertificateException {
        private static final long serialVersionUID = 1;

        TooMuch(String message) {
            super(message);
        }
    }

    /** Takes that a signature is going to be checked. */
    void signature() throws TooMuch {
        if (++signatures > MAX_SIGNATURES) {
            throw new TooMuch("more than " + MAX_SIGNATURES + " signatures would have to be checked");
        }
    }

    /** Takes that so many names are going to be held against so many constraints. */
    void comparisons(int names, int constraints) throws TooMuch {
        comparisons += (long) names * constraints;
        if (comparisons > MAX_COMPARISONS) {
            throw new TooMuch("there are too many name constraints");
        }
    }
}
