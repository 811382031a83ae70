package io.vipagent.platform.files;

/** What a file is for, and how large such a file may be: a larger one is refused before it is read. */
public enum FileKind {
    /**
     * The agent's own configuration, the options of {@code init}, or a manifest: far more than anybody wrote, and read
     * within a second.
     */
    CONFIGURATION("a configuration", 512 << 10),
    /** keepalived.conf, haproxy.cfg and what they include: far more than a control plane has. */
    FOREIGN_CONFIGURATION("a configuration of keepalived or haproxy", 1 << 20),
    /** A check script; kubeadm's has 300 bytes. */
    SCRIPT("a script", 64 << 10),
    /** What the kernel says of a node, and any other file of it. */
    NODE_FILE("a file of a node", 4 << 20),
    /** Certificates and keys; the bundle of all public CAs has 230 KB. */
    PEM("a PEM file", 1 << 20),
    /** The file of a bearer token. */
    TOKEN("a token", 64 << 10),
    /** A line or two that this program or keepalived wrote: a drain, a note, a pid, a password. */
    NOTE("a note", 8 << 10);

    private final String words;
    private final int maxBytes;

    FileKind(String words, int maxBytes) {
        this.words = words;
        this.maxBytes = maxBytes;
    }

    /** Returns the largest file of this kind, in bytes. */
    public int maxBytes() {
        return maxBytes;
    }

    /** Returns what is said of a file that is larger. */
    String tooLarge() {
        return "is larger than " + (maxBytes >> 10) + " KiB, the limit for " + words;
    }
}
