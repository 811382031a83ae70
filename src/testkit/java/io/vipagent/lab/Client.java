package io.vipagent.lab;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/** A host beside the nodes, from which the cluster is used: over TLS, through the VIP. */
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
     * @param kept what became of the requests on connections that stay
     */
    public record Report(int succeeded, int failed, Duration outage, Duration trouble, String node, Kept kept) {}

    /**
     * Requests on connections that stay.
     *
     * @param cut connections that the other side ended
     * @param unanswered requests without an answer in time
     */
    public record Kept(int answered, int cut, int unanswered) {}

    /**
     * How to ask.
     *
     * @param interval from one new connection to the next
     * @param timeout of each
     * @param kept how many connections stay and are used four times a second
     */
    public record Manner(Duration interval, Duration timeout, int kept) {
        /** Ten new connections a second, with a timeout of 2 s. */
        public static final Manner USUAL = new Manner(Duration.ofMillis(100), Duration.ofSeconds(2), 0);

        /**
         * As much as clients of Kubernetes stand: 20 new connections a second and 5 that stay, with a timeout of 5 s.
         */
        public static final Manner PATIENT = new Manner(Duration.ofMillis(50), Duration.ofSeconds(5), 5);
    }

    /** An answer to a plain HTTP request. */
    public record Answer(int status, String body) {}

    void awaitReady() {
        String ready = puppet.hear();
        if (!ready.equals("ready")) {
            throw new IllegalStateException("the client said: " + ready);
        }
    }

    /** Asks a few times with a long timeout: the first handshakes of a fresh JVM are slow. */
    void greet(String address, int port) {
        puppet.obey("greet " + address + " " + port);
    }

    /** Begins to ask there. */
    public void ask(String address, int port) {
        ask(address, port, Manner.USUAL);
    }

    /** Begins to ask there, so. */
    public void ask(String address, int port, Manner manner) {
        puppet.obey("ask " + address + " " + port + " " + manner.interval().toMillis() + " "
                + manner.timeout().toMillis() + " " + manner.kept());
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
                words[4],
                new Kept(Integer.parseInt(words[5]), Integer.parseInt(words[6]), Integer.parseInt(words[7])));
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
