package io.vipagent.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The peer: prometheus-blackbox-exporter, told to verify as much of the apiserver as the agent does. */
final class Blackbox implements AutoCloseable {
    private static final String CONFIGURATION = """
            modules:
              http_2xx:
                prober: http
                timeout: 1s
                http:
                  preferred_ip_protocol: ip4
                  follow_redirects: false
                  fail_if_not_ssl: true
                  tls_config:
                    ca_file: %s
                    server_name: kubernetes
            """;

    private final Child child;
    private final Scraper scraper;
    private final String path;
    private int failures;

    private Blackbox(Child child, Scraper scraper, String path) {
        this.child = child;
        this.scraper = scraper;
        this.path = path;
    }

    /** One that probes {@code url} when it is asked. */
    static Blackbox start(Path directory, int port, Path caFile, String url) {
        Path file = directory.resolve("blackbox.yml");
        try {
            Files.createDirectories(directory);
            Files.writeString(file, CONFIGURATION.formatted(caFile));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new Contender(
                        "blackbox",
                        List.of(Tools.find("prometheus-blackbox-exporter")),
                        List.of(
                                "@prometheus-blackbox-exporter",
                                "--config.file=" + file,
                                "--log.level=error",
                                "--web.listen-address=127.0.0.1:" + port))
                .copiedTo(directory.resolve("copy"));
        Child child = Child.start("prometheus-blackbox-exporter", directory.resolve("log"), command);
        Scraper scraper = new Scraper("http://127.0.0.1:" + port);
        Blackbox blackbox = new Blackbox(
                child, scraper, "/probe?module=http_2xx&target=" + URLEncoder.encode(url, StandardCharsets.UTF_8));
        try {
            Pause.until("prometheus-blackbox-exporter answers", Duration.ofSeconds(20), () -> {
                child.mustLive();
                return scraper.answers("/-/healthy");
            });
        } catch (RuntimeException e) {
            child.close();
            throw e;
        }
        return blackbox;
    }

    long pid() {
        return child.pid();
    }

    /** Has it probe once. */
    void probe() {
        if (!scraper.get(path).contains("\nprobe_success 1\n")) {
            failures++;
        }
    }

    /** How many of its probes failed, which all should pass: a machine that is too busy, or a wrong configuration. */
    int failures() {
        return failures;
    }

    @Override
    public void close() {
        scraper.close();
        child.close();
    }
}
