package io.vipagent.agent.tls;

import io.vipagent.core.protocol.UnusableFile;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps parsed TLS files and reads them again when they change on disk. Links are followed to the file behind them, so
 * a swapped {@code ..data} link counts as a change. Where the new files cannot be used, or the CA's is half written,
 * the last good ones stay in force, and that is said once.
 */
public final class TlsFiles {
    private final Map<TlsSettings, LoadedFiles> held = new ConcurrentHashMap<>();
    private final Consumer<String> warnings;
    private final boolean closedToOthers;

    /** {@code warnings} hears, in one line, that files cannot be used and older ones stay in force. */
    public TlsFiles(Consumer<String> warnings) {
        this(warnings, false);
    }

    private TlsFiles(Consumer<String> warnings, boolean closedToOthers) {
        this.warnings = warnings;
        this.closedToOthers = closedToOthers;
    }

    /** Returns the same for files whose secrets no other user may read; while one may, the files cannot be used. */
    public static TlsFiles closedToOthers(Consumer<String> warnings) {
        return new TlsFiles(warnings, true);
    }

    /** What changes with a file, its permissions too; nothing where it cannot be read. */
    private record Stamp(Map<String, Object> attributes) {
        private static final String ATTRIBUTES = "unix:fileKey,lastModifiedTime,ctime,mode,size";

        private static Stamp of(Path file) {
            try {
                return new Stamp(Files.readAttributes(file, ATTRIBUTES));
            } catch (IOException e) {
                return new Stamp(Map.of());
            }
        }

        /** By hand, as before each question: a native image interprets what the compiler would make. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Stamp stamp && attributes.equals(stamp.attributes);
        }

        @Override
        public int hashCode() {
            return attributes.hashCode();
        }
    }

    private record LoadedFiles(TlsMaterial material, List<Stamp> stamps, Optional<String> problem) {}

    /**
     * Returns the material in force.
     *
     * @throws UnusableFile where the files could never be used so far
     */
    public TlsMaterial of(TlsSettings tlsSettings) throws UnusableFile {
        List<Stamp> now = stamps(tlsSettings);
        LoadedFiles last = held.get(tlsSettings);
        if (last != null && last.stamps().equals(now)) {
            return last.material();
        }
        try {
            TlsMaterial fresh = TlsMaterial.load(tlsSettings);
            if (closedToOthers) {
                TlsMaterial.checkClosedToOthers(tlsSettings);
            }
            if (fresh.torn() && last != null) {
                throw new UnusableFile(
                        tlsSettings.caFile(), new CertificateException(String.join("; ", fresh.skipped())));
            }
            LoadedFiles taken = new LoadedFiles(fresh, now, Optional.empty());
            boolean first = last == null
                    ? held.putIfAbsent(tlsSettings, taken) == null
                    : held.replace(tlsSettings, last, taken);
            if (first) {
                fresh.skipped()
                        .forEach(entry -> warnings.accept(tlsSettings.caFile() + ": " + entry + "; it is skipped"));
            }
            return fresh;
        } catch (UnusableFile e) {
            if (last == null) {
                throw e;
            }
            LoadedFiles kept = new LoadedFiles(last.material(), now, Optional.of(String.valueOf(e.getMessage())));
            // Of several targets that find out at once, one says it.
            if (!kept.equals(last) && held.replace(tlsSettings, last, kept)) {
                warnings.accept("keeping the last good TLS files: " + e.getMessage());
            }
            return last.material();
        }
    }

    /** Returns what is wrong with the files on disk while older ones are in force. */
    public Optional<String> problem(TlsSettings tlsSettings) {
        LoadedFiles last = held.get(tlsSettings);
        return last == null ? Optional.empty() : last.problem();
    }

    private static List<Stamp> stamps(TlsSettings tlsSettings) {
        List<Path> files = new ArrayList<>();
        if (!tlsSettings.insecure()) {
            files.add(tlsSettings.caFile());
        }
        if (tlsSettings.client().isPresent()) {
            ClientFiles client = tlsSettings.client().get();
            files.add(client.certFile());
            files.add(client.keyFile());
        }
        tlsSettings.tokenFile().ifPresent(files::add);
        return files.stream().map(Stamp::of).toList();
    }
}
