package io.vipagent.fuzz;

import java.util.Arrays;
import java.util.Base64;

/** What Jazzer calls, by these two names, in a JVM of its own. */
public final class JazzerTarget {
    private static Reader[] readers = Reader.values();

    private JazzerTarget() {}

    /** Sets which reader is called; with none, the first byte of an input says which. */
    public static void fuzzerInitialize(String[] args) {
        if (args.length > 0) {
            readers = new Reader[] {Reader.named(args[0]).orElseThrow()};
        }
    }

    /** Has a reader read this; whatever it throws is a finding. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (readers.length == 1) {
            read(readers[0], input);
        } else if (input.length > 0) {
            read(readers[(input[0] & 0xff) % readers.length], Arrays.copyOfRange(input, 1, input.length));
        }
    }

    /** What has the reader read {@code input} where all readers are called. */
    static byte[] inputFor(Reader reader, byte[] input) {
        byte[] whole = new byte[input.length + 1];
        whole[0] = (byte) reader.ordinal();
        System.arraycopy(input, 0, whole, 1, input.length);
        return whole;
    }

    /** Reads, and says of what is thrown by which reader, and over what. */
    static void read(Reader reader, byte[] input) {
        try {
            reader.read(input);
        } catch (Exception | Error e) {
            throw new AssertionError(
                    "the reader of " + reader + " fell over the base64 "
                            + Base64.getEncoder().encodeToString(input),
                    e);
        }
    }
}
