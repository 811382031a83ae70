package io.vipagent.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What a process has printed so far. */
public record Log(Path file) {
    private static final int TAIL = 25;

    /** All of it. */
    public String text() {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A place to look from later: the end at this moment. */
    public int mark() {
        return text().length();
    }

    /** What was printed after {@code mark}. */
    public String since(int mark) {
        return text().substring(mark);
    }

    /** The last lines, for a message. */
    String tail() {
        List<String> lines = text().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    }
}
