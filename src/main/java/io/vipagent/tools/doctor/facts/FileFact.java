package io.vipagent.tools.doctor.facts;

import java.time.Instant;
import java.util.Optional;

/**
 * What is at a path, links followed.
 *
 * @param real where the links lead
 * @param owner the owner's numeric id
 * @param group the group's numeric id
 * @param mode the lower twelve bits, as chmod counts them
 * @param content how a file begins, where it could be read; of a binary program its first bytes alone
 * @param modified when it was last written, where that is known
 */
public record FileFact(
        String path,
        PathKind kind,
        String real,
        int owner,
        int group,
        int mode,
        Optional<FileContent> content,
        Optional<Instant> modified) {
    private static final int ANYBODY_EXECUTES = 0111;
    private static final int OWNER = 0700;
    private static final int GROUP = 0070;
    private static final int OTHERS = 0007;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;
    private static final int STICKY = 01000;
    private static final int SET_USER = 04000;

    /** What kind of file it is. */
    public enum PathKind {
        FILE,
        DIRECTORY,
        /** A socket, pipe or device. */
        OTHER,
        /** There is nothing at that path. */
        MISSING,
        /** Nobody looked, or it may not be seen. */
        UNKNOWN
    }

    /**
     * How a file begins, as the kernel's execve looks at it (fs/binfmt_script.c, fs/binfmt_elf.c).
     *
     * @param text each byte is one character
     */
    public record FileContent(String text) {
        /** How many bytes of a file are worth having: a script is shorter. */
        public static final int MAX_LENGTH = 1 << 16;

        private static final String ELF = "\u007fELF";
        private static final String SHEBANG = "#!";
        private static final int MAX_SHEBANG_LENGTH = 256;

        /** Returns whether it is a binary program. */
        public boolean isBinary() {
            return text.startsWith(ELF);
        }

        /** Returns whether the kernel executes it; keepalived calls what it cannot execute a success. */
        public boolean isRunnable() {
            return isBinary() || interpreter().isPresent();
        }

        /**
         * Returns the program that the first line names behind {@code #!}: up to a blank, where a carriage return is
         * none.
         */
        public Optional<String> interpreter() {
            return text.startsWith(SHEBANG)
                    ? Optional.of(text.substring(SHEBANG.length(), Math.min(text.length(), MAX_SHEBANG_LENGTH))
                                    .split("\n", 2)[0]
                                    .replaceFirst("^[ \t]+", "")
                                    .split("[ \t\0]", 2)[0])
                            .filter(name -> !name.isEmpty())
                    : Optional.empty();
        }
    }

    /** Returns the fact of a path at which nothing is. */
    public static FileFact missing(String path) {
        return new FileFact(path, PathKind.MISSING, path, 0, 0, 0, Optional.empty(), Optional.empty());
    }

    /** Returns the fact of a path of which nothing is known. */
    public static FileFact unknown(String path) {
        return new FileFact(path, PathKind.UNKNOWN, path, 0, 0, 0, Optional.empty(), Optional.empty());
    }

    /**
     * Returns the program that the kernel runs it with, from the root where its path is relative; none for a binary
     * program.
     */
    public Optional<String> interpreter() {
        return content.flatMap(FileContent::interpreter).map(name -> name.startsWith("/") ? name : "/" + name);
    }

    /** Returns what a script says; none of a binary program, and where it could not be read. */
    public Optional<String> script() {
        return content.filter(known -> !known.isBinary()).map(FileContent::text);
    }

    public boolean isMissing() {
        return kind == PathKind.MISSING;
    }

    public boolean isKnown() {
        return kind != PathKind.UNKNOWN && kind != PathKind.MISSING;
    }

    /** Returns whether it is a file that somebody may execute. */
    public boolean isProgram() {
        return kind == PathKind.FILE && (mode & ANYBODY_EXECUTES) != 0;
    }

    /**
     * Returns whether {@code account} may execute it, or pass through it where it is a directory: keepalived's own
     * rule.
     */
    public boolean isOpenTo(Account account) {
        if (account.isRoot()) {
            return kind == PathKind.DIRECTORY || (mode & ANYBODY_EXECUTES) != 0;
        }
        return (mode & bits(account) & ANYBODY_EXECUTES) != 0;
    }

    /**
     * Returns the class that chmod must name for {@code account}: the first of owner, group and others that it is one
     * of.
     */
    public char who(Account account) {
        return switch (bits(account)) {
            case OWNER -> 'u';
            case GROUP -> 'g';
            default -> 'o';
        };
    }

    private int bits(Account account) {
        return account.user() == owner ? OWNER : account.group() == group ? GROUP : OTHERS;
    }

    public boolean runsAsItsOwner() {
        return (mode & SET_USER) != 0;
    }

    /** Returns whether others than root could put something else there: keepalived's own rule. */
    public boolean isReplaceable() {
        boolean writable = (mode & OTHERS_WRITE) != 0 || ((mode & GROUP_WRITES) != 0 && group != 0);
        return owner != 0 || (writable && !(kind == PathKind.DIRECTORY && (mode & STICKY) != 0));
    }
}
