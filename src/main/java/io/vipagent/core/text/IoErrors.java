package io.vipagent.core.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says why a file could not be had. */
public final class IoErrors {
    private IoErrors() {}

    /** A few words for people, without the path, which the caller names. */
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

    /** A few words for people, with the path where it is known. */
    public static String of(IOException error) {
        return switch (error) {
            case AccessDeniedException e -> "permission denied: " + e.getFile();
            case NoSuchFileException e -> "no such file or directory: " + e.getFile();
            case DirectoryNotEmptyException e -> "a directory is in the way: " + e.getFile();
            case FileSystemException e when e.getReason() != null -> e.getReason() + ": " + e.getFile();
            default -> String.valueOf(error.getMessage());
        };
    }
}
