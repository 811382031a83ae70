package io.vipagent.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Debian's Chromium without a screen, in a network of ours. */
public final class Browser {
    private final Netns where;
    private final Path home;

    /** A browser on {@code where} that keeps what it keeps in {@code home}. */
    public Browser(Netns where, Path home) {
        this.where = where;
        this.home = home;
    }

    /**
     * What became of a page.
     *
     * @param dom the document, after its script has run for a while
     * @param log what the browser's console and the browser said
     */
    public record Page(String dom, String log) {}

    /** Opens {@code url} and lets the page's own time run for {@code time}. */
    public Page open(String url, Duration time) {
        Shell.Result result =
                run(url, "--dump-dom", "--virtual-time-budget=" + time.toMillis(), "--window-size=1200,900");
        return new Page(result.out(), result.err());
    }

    /** Writes a picture of {@code url} as PNG. */
    public void photograph(String url, Path file, int height, boolean dark) {
        run(
                url,
                "--screenshot=" + file,
                "--window-size=1180," + height,
                "--force-device-scale-factor=0.75",
                "--virtual-time-budget=1000",
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1));
    }

    private Shell.Result run(String url, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Tools.path("chromium"),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--user-data-dir=" + home,
                "--enable-logging=stderr"));
        command.addAll(List.of(options));
        command.add(url);
        Shell.Result result = Shell.run(where.inside(command));
        if (result.exitCode() != 0) {
            throw new IllegalStateException("chromium exited " + result.exitCode() + ": " + result.said());
        }
        return result;
    }
}
