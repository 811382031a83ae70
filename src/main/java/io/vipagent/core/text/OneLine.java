package io.vipagent.core.text;

/** Makes any text fit for one line of a log, a protocol or a terminal. */
public final class OneLine {
    private static final int DETAIL = 200;
    private static final String OMITTED = " ... ";

    private OneLine() {}

    /** {@code text} as one line of at most 200 characters. */
    public static String line(String text) {
        return line(text, DETAIL);
    }

    /**
     * {@code text} as it is, or where it has more than {@code max} characters its beginning and its end: a message says
     * at the one what is wrong, and at the other what is expected.
     */
    public static String shortened(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int begin = Math.max(0, max - OMITTED.length() + 1) / 2;
        int end = Math.max(0, max - OMITTED.length()) / 2;
        return text.substring(0, begin) + OMITTED + text.substring(text.length() - end);
    }

    /**
     * {@code text} as one line of at most {@code max} characters: runs of white space and control characters become one
     * space, what is not printable ASCII a question mark.
     */
    public static String line(String text, int max) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), max));
        for (int i = 0; i < text.length() && out.length() < max; i++) {
            char c = text.charAt(i);
            if (c > ' ' && c < 0x7f) {
                out.append(c);
            } else if (c >= 0x7f) {
                out.append('?');
            } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        return out.toString().stripTrailing();
    }
}
