package io.vipagent.cli;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.text.IoErrors;
import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.RenderedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * VRRP's password: given, kept from the last run in the file {@code auth-pass} of the folder, or drawn. Never on a
 * command line, where every user of the machine could read it.
 *
 * @param text empty where none is needed
 * @param generated whether it is new
 */
record Password(Optional<String> text, boolean generated) {
    private static final String KEPT = "auth-pass";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    static Password of(Cluster cluster, Path out, Optional<String> file) throws InvalidConfiguration {
        if (!cluster.lacksPassword()) {
            return new Password(Optional.empty(), false);
        }
        Path kept = out.resolve(KEPT);
        return file.isEmpty() && Files.exists(kept)
                ? new Password(Optional.of(read(kept.toString())), false)
                : new Password(Optional.of(draw()), true);
    }

    /** Returns the first line of a file, or of stdin where that is {@code -}. */
    static String read(String file) throws InvalidConfiguration {
        try {
            byte[] bytes = file.equals("-")
                    ? System.in.readNBytes(FileKind.NOTE.maxBytes())
                    : RegularFile.bytes(Path.of(file), FileKind.NOTE);
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
        } catch (IOException e) {
            throw new InvalidConfiguration(
                    "--auth-pass-file", List.of(file + ": " + IoErrors.unreadable(e) + wayOut(file)));
        }
    }

    /** A shell's {@code <(command)} is a FIFO, which nobody may have to wait for. */
    private static String wayOut(String file) {
        Path path = Path.of(file);
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)
                ? "; what a command prints is taken by way of -, as in: command | vip-agent init --auth-pass-file -"
                : "";
    }

    Cluster with(Cluster cluster) {
        return text.map(cluster::withPassword).orElse(cluster);
    }

    /** Returns what the next run needs, to write the same. */
    Optional<RenderedFile> file() {
        return generated ? text.map(Password::kept) : Optional.empty();
    }

    /** Returns the file of the folder that keeps it. */
    static RenderedFile kept(String text) {
        return new RenderedFile(KEPT, text + "\n", true);
    }

    private static String draw() {
        SecureRandom random = new SecureRandom();
        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < VrrpInstance.MAX_PASSWORD; i++) {
            drawn.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return drawn.toString();
    }
}
