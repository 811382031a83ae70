package io.vipagent.config;

import io.vipagent.config.Settings.Peers;
import io.vipagent.core.health.TlsSettings;
import java.net.URI;
import java.util.Collections;
import java.util.List;

/** From what was written to the agents of the other nodes. */
final class PeersReader {
    private static final String KEY = "peers";

    private final RawConfig written;
    private final ConfigErrors problems;

    PeersReader(RawConfig written, ConfigErrors problems) {
        this.written = written;
        this.problems = problems;
    }

    Peers read() {
        List<URI> urls = problems.readAll(
                KEY, "http://HOST:PORT or https://HOST:PORT of another agent", List.of(), ValueParsers::peer);
        urls.stream()
                .filter(url -> Collections.frequency(urls, url) > 1)
                .forEach(url -> problems.say(Keys.ROOT + "." + KEY, url + " is there twice"));
        TlsSettings tlsSettings = new TrustReader("peer-tls.", "", written, problems).read();
        return new Peers(urls, tlsSettings);
    }
}
