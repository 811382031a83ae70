package io.vipagent.core.x509;

import java.security.cert.CertificateParsingException;
import java.util.Arrays;

/** A reader of DER (X.690) as far as the extensions of certificates need it: tags of one byte, definite lengths. */
final class Der {
    static final int SEQUENCE = 0x30;
    static final int OCTET_STRING = 0x04;

    private static final int LONG_FORM = 0x80;
    private static final int MAX_LENGTH_BYTES = 3;
    private static final int HIGH_TAG = 0x1f;

    private final byte[] bytes;
    private final int end;
    private int at;

    Der(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Der(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    boolean isEmpty() {
        return at == end;
    }

    /** Returns whether the next element has this tag. */
    boolean has(int tag) {
        return at < end && (bytes[at] & 0xff) == tag;
    }

    /** Returns the tag of the next element. */
    int tag() throws CertificateParsingException {
        if (at == end || (bytes[at] & HIGH_TAG) == HIGH_TAG) {
            throw malformed();
        }
        return bytes[at] & 0xff;
    }

    /** Returns what is in the next element, which must have this tag. */
    Der read(int tag) throws CertificateParsingException {
        if (tag() != tag) {
            throw malformed();
        }
        return next();
    }

    /** Returns what is in the next element. */
    Der next() throws CertificateParsingException {
        tag();
        at++;
        int length = length();
        if (length > end - at) {
            throw malformed();
        }
        Der content = new Der(bytes, at, at + length);
        at += length;
        return content;
    }

    /** Returns the bytes that are not read yet. */
    byte[] rest() {
        return Arrays.copyOfRange(bytes, at, end);
    }

    private int length() throws CertificateParsingException {
        int first = octet();
        if (first < LONG_FORM) {
            return first;
        }
        int count = first - LONG_FORM;
        if (count == 0 || count > MAX_LENGTH_BYTES) {
            throw malformed();
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = length << 8 | octet();
        }
        return length;
    }

    private int octet() throws CertificateParsingException {
        if (at == end) {
            throw malformed();
        }
        return bytes[at++] & 0xff;
    }

    private static CertificateParsingException malformed() {
        return new CertificateParsingException("an extension is not DER");
    }
}
