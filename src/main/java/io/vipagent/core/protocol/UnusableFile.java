package io.vipagent.core.protocol;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of a target cannot be used; the message names it. */
public final class UnusableFile extends Exception {
    private static final long serialVersionUID = 1;

    /** The {@code file} cannot be used because of {@code cause}. */
    public UnusableFile(Path file, Exception cause) {
        super(file + ": " + why(cause), cause);
    }

    private static String why(Exception cause) {
        return switch (cause) {
            case NoSuchFileException e -> "no such file";
            case AccessDeniedException e -> "permission denied";
            default -> String.valueOf(cause.getMessage());
        };
    }
}
