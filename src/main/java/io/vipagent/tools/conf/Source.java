package io.vipagent.tools.conf;

/**
 * A file and what is in it.
 *
 * @param file its path; the same file has the same path, however it was asked for
 */
public record Source(String file, String text) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** The text without a byte order mark. */
    public Source {
        text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }
}
