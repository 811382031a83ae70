package io.vipagent.cli.option;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.target.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How a target is described on the command line; the words are those of the configuration. */
public final class TargetOptions {
    @Option(names = "--ca-file", paramLabel = "FILE", description = "Who may vouch for the server.")
    private @Nullable String caFile;

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "SNI, and the name that the certificate must carry (default: kubernetes).")
    private @Nullable String serverName;

    @Option(names = "--insecure", description = "Let any certificate pass.")
    private boolean insecure;

    @Option(names = "--cert-file", paramLabel = "FILE", description = "The client certificate, with --key-file.")
    private @Nullable String certFile;

    @Option(names = "--key-file", paramLabel = "FILE", description = "The client certificate's key.")
    private @Nullable String keyFile;

    @Option(names = "--token-file", paramLabel = "FILE", description = "A file with a bearer token.")
    private @Nullable String tokenFile;

    @Option(
            names = "--accept-status",
            paramLabel = "STATUS[,STATUS]",
            description = "The HTTP statuses that pass (default: 200).")
    private @Nullable String acceptStatus;

    @Option(
            names = "--expect-body",
            paramLabel = "TEXT",
            description = "What the body must be; any: anything passes (default: ok for a health path, else any).")
    private @Nullable String expectBody;

    /**
     * Returns the target at {@code url}.
     *
     * @param urlName what messages call the URL: an option or a parameter of {@code command}
     * @throws ParameterException of {@code command} with everything that is wrong with it
     */
    public Target target(String url, String urlName, Duration timeout, CommandLine command) {
        Map<String, String> options = new HashMap<>();
        put(options, TargetArguments.URL, url);
        put(options, "--ca-file", caFile);
        put(options, "--server-name", serverName);
        put(options, TargetArguments.INSECURE, insecure ? "true" : null);
        put(options, "--cert-file", certFile);
        put(options, "--key-file", keyFile);
        put(options, "--token-file", tokenFile);
        put(options, "--accept-status", acceptStatus);
        put(options, "--expect-body", expectBody);
        try {
            return TargetArguments.of(options, timeout, urlName);
        } catch (InvalidConfiguration e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns whether {@code --ca-file} was given. */
    public boolean hasCaFile() {
        return caFile != null;
    }

    private static void put(Map<String, String> options, String option, @Nullable String value) {
        if (value != null) {
            options.put(option, value);
        }
    }
}
