package io.vipagent.tools.host;

import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import io.vipagent.tools.conf.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A configuration of another program, as a text that fits the heap when it is read. */
public final class ConfigurationFile {
    /**
     * Each becomes an object of a hundred bytes and more, which bytes alone do not bound: a line of haproxy.cfg has six
     * of them, and thousands of servers have fewer.
     */
    static final int MAX_WORDS = 100_000;

    private ConfigurationFile() {}

    /**
     * Returns the text of {@code path}; what is not UTF-8 in it becomes a question mark in a diamond.
     *
     * @param name what it is called in messages
     * @throws IOException where it cannot be read, or is larger than {@code kind} allows, or has too many words
     */
    public static Source read(String name, Path path, FileKind kind) throws IOException {
        String text = new String(RegularFile.bytes(path, kind), StandardCharsets.UTF_8);
        if (words(text) > MAX_WORDS) {
            throw new FileSystemException(
                    path.toString(), null, "has more than " + MAX_WORDS + " words, the limit for a configuration");
        }
        return new Source(name, text);
    }

    /** Counts what a parser may make a word or a block of, at least. */
    private static int words(String text) {
        int words = 0;
        boolean within = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean separates = c <= ' ' || c == '{' || c == '}';
            words += (separates ? c == '{' || c == '}' : !within) ? 1 : 0;
            within = !separates;
        }
        return words;
    }
}
