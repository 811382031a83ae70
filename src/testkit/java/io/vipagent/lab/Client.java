package io.vipagent.lab;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/** A host beside the nodes, from which the cluster is used: over TLS, through the VIP, ten requests a second. */
public final class Client {
    private final ScriptedKeepalived puppet;

    private Client(ScriptedKeepalived puppet) {
        this.puppet = puppet;
    }

    static Client start(Namespace where, Path directory, Path ca) {
        return new Client(ScriptedKeepalived.start(
                "client", where, directory.resolve("client.log"), ClientMain.class, ca.toString()));
    }

    /**
     * What it met since the last report.
     *
     * @param outage from the last success before the longest gap to the first after it; still open gaps count
     * @param trouble from the start of the first request that failed to the start of the last
     * @param node who answered last, empty if nobody
     */
    public record Report(int succeeded, int failed, Duration outage, Duration trouble, String node) {}

    /** An answer to a plain HTTP request. */
    public record Answer(int status, String body) {}

    void awaitReady() {
        String ready = puppet.hear();
        if (!ready.equals("ready")) {
            throw new IllegalStateException("the client said: " + ready);
        }
    }

    /** Asks a few times with much patience: the first handshakes of a fresh JVM are slow. */
    void greet(String address, int port) {
        puppet.obey("greet " + address + " " + port);
    }

    /** Begins to ask there. */
    public void ask(String address, int port) {
        puppet.obey("ask " + address + " " + port);
    }

    /** Asks no more. */
    public void rest() {
        puppet.obey("rest");
    }

    /** Waits for what is under way: a request may have been sent to where the VIP was and fail seconds later. */
    public void settle() {
        puppet.obey("settle");
    }

    /** What happened since it began, or since the last report. */
    public Report report() {
        String[] words = puppet.obey("report").split(" ", -1);
        return new Report(
                Integer.parseInt(words[0]),
                Integer.parseInt(words[1]),
                Duration.ofMillis(Long.parseLong(words[2])),
                Duration.ofMillis(Long.parseLong(words[3])),
                words[4]);
    }

    Daemon daemon() {
        return puppet.daemon();
    }

    /** One GET of a plain HTTP address. */
    public Answer get(String url) {
        String[] words = puppet.obey("get " + url).split(" ", 2);
        return new Answer(
                Integer.parseInt(words[0]), new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8));
    }
}
