package io.vipagent.core.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says why a file could not be read or written, in a few words for people. */
public final class IoErrors {
    private IoErrors() {}

    /** Returns the words with the path where the error knows it. */
    public static String of(IOException error) {
        return switch (error) {
            case AccessDeniedException e -> "permission denied: " + e.getFile();
            case NoSuchFileException e -> "no such file or directory: " + e.getFile();
            case DirectoryNotEmptyException e -> "a directory is in the way: " + e.getFile();
            case FileSystemException e when e.getReason() != null -> e.getReason() + ": " + e.getFile();
            default -> String.valueOf(error.getMessage());
        };
    }

    /** Returns the words without the path, for messages that begin with it. */
    public static String why(IOException error) {
        return switch (error) {
            case AccessDeniedException e -> "permission denied";
            case NoSuchFileException e -> "no such file";
            case DirectoryNotEmptyException e -> "a directory is in the way";
            case CharacterCodingException e -> "not UTF-8";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> String.valueOf(error.getMessage());
        };
    }

    /** Returns the words for a file that was named by somebody and cannot be read. */
    public static String unreadable(IOException error) {
        return switch (error) {
            case AccessDeniedException e -> why(e);
            case NoSuchFileException e -> why(e);
            case CharacterCodingException e -> why(e);
            case FileSystemException e when e.getReason() != null -> why(e);
            default -> "cannot be read: " + why(error);
        };
    }
}
