package io.vipagent.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that is compared with others.
 *
 * @param name in the table
 * @param files what it executes, each copied afresh: where a file happens to lie in the page cache moves results by a
 *     third
 * @param words the command; a word {@code @NAME} is the copy of the file of that name
 */
record Contender(String name, List<Path> files, List<String> words) {
    /** Copies the files to {@code directory}; the command that executes the copies. */
    List<String> copiedTo(Path directory) {
        try {
            Files.createDirectories(directory);
            for (Path file : files) {
                Files.copy(
                        file.toRealPath(), directory.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>();
        for (String word : words) {
            command.add(
                    word.startsWith("@") ? directory.resolve(word.substring(1)).toString() : word);
        }
        return command;
    }
}
