package io.vipagent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.tls.PemReading;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Loading;
import io.vipagent.config.Settings;
import io.vipagent.config.SettingsYaml;
import io.vipagent.core.history.HistoryJson;
import io.vipagent.core.history.UnreadableHistory;
import io.vipagent.core.protocol.MalformedResponse;
import io.vipagent.core.protocol.NotifyLine;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.protocol.ResponseParser;
import io.vipagent.core.status.PeerStatusReader;
import io.vipagent.core.status.UnreadableStatus;
import io.vipagent.core.wire.AdvertReader;
import io.vipagent.core.wire.NoAdvert;
import io.vipagent.core.x509.ServerChain;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Sources;
import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.haproxy.HaproxyParser;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.KeepalivedParser;
import io.vipagent.tools.doctor.DoctorReading;
import io.vipagent.tools.doctor.facts.ManifestReader;
import io.vipagent.tools.init.Clusters;
import io.vipagent.tools.init.NodeFiles;
import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.migrate.MigrationReading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The readers of what strangers write. Whatever bytes they get, they answer, or refuse by the exception that they
 * declare; anything else that is thrown is a fault. Their seeds, and what was found, are in
 * {@code src/test/resources/fuzz}.
 */
enum Reader {
    ADVERT("advert", Reader::advert),
    CERTIFICATE("certificate", Reader::certificate),
    CLUSTER_YAML("cluster.yaml", Reader::cluster),
    HAPROXY_CFG("haproxy.cfg", Reader::haproxy),
    HISTORY_JSON("history.json", Reader::history),
    HTTP_ANSWER("http-answer", Reader::httpAnswer),
    KEEPALIVED_CONF("keepalived.conf", Reader::keepalived),
    NODE_FILES("node-files", Reader::nodeFiles),
    NOTIFY_LINE("notify-line", Reader::notifyLine),
    PEM("pem", PemReading::read),
    POD_YAML("pod.yaml", Reader::pod),
    REPLY("reply", Reader::reply),
    REQUEST("request", Reader::request),
    STATUS_JSON("status.json", Reader::status),
    VIP_AGENT_YAML("vip-agent.yaml", Reader::settings);

    /** Tests are run in the folder of the project. */
    static final Path SEEDS = Path.of("src/test/resources/fuzz").toAbsolutePath();

    /** What one file of {@link #NODE_FILES} ends with. */
    private static final String NEXT_FILE = "\n---\n";

    private final String text;
    private final Target target;

    Reader(String text, Target target) {
        this.text = text;
        this.target = target;
    }

    /** Reads, and throws nothing but what is a fault. */
    @FunctionalInterface
    private interface Target {
        void read(byte[] input) throws IOException;
    }

    static Optional<Reader> named(String text) {
        return Stream.of(values()).filter(reader -> reader.text.equals(text)).findFirst();
    }

    /**
     * Reads this.
     *
     * @throws IOException where that is a fault
     */
    void read(byte[] input) throws IOException {
        target.read(input);
    }

    /** What is known to be worth reading: the seeds, and what was found once. */
    List<Path> known() throws IOException {
        try (Stream<Path> files = Files.list(SEEDS.resolve(text))) {
            return files.sorted().toList();
        }
    }

    @Override
    public String toString() {
        return text;
    }

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    private static void keepalived(byte[] input) {
        KeepalivedConf conf =
                new KeepalivedConf(KeepalivedParser.parse(new Source("f", text(input)), "cp1", Sources.NONE));
        conf.instances().forEach(instance -> assertThat(conf.scripts(instance)).isNotNull());
        assertThat(conf.unknown()).isNotNull();
    }

    private static void haproxy(byte[] input) {
        HaproxyConf conf = HaproxyConf.of(HaproxyParser.parse(new Source("f", text(input))));
        conf.servers().forEach(server -> assertThat(server.detection()).isNotNull());
        conf.proxies().forEach(proxy -> assertThat(proxy.binds()).isNotNull());
    }

    /** Three files of one node, as doctor judges them and init takes them over. */
    private static void nodeFiles(byte[] input) {
        String[] files = (text(input) + NEXT_FILE + NEXT_FILE).split(NEXT_FILE, 4);
        DoctorReading.read(files[0], files[1]);
        MigrationReading.read(files[0], files[1], files[2]);
    }

    private static void cluster(byte[] input) {
        try {
            Cluster cluster = Clusters.read(text(input), Optional.of("secret"));
            cluster.members()
                    .forEach(member ->
                            assertThat(new NodeFiles(cluster).of(member)).isNotEmpty());
        } catch (InvalidConfiguration refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static void pod(byte[] input) {
        assertThat(ManifestReader.read(new Source("f", text(input)))).isNotNull();
    }

    /** What {@code config} prints of the settings is read again, as the same settings. */
    private static void settings(byte[] input) throws IOException {
        Optional<String> printed = printed(text(input));
        if (printed.isPresent()) {
            assertThat(printed(printed.get())).isEqualTo(printed);
        }
    }

    private static Optional<String> printed(String yaml) throws IOException {
        try {
            Settings settings = Loading.load(Scratch.FOLDER, yaml);
            return Optional.of(SettingsYaml.of(settings));
        } catch (InvalidConfiguration refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }

    /** Where files are for the moment of a reading. */
    private static final class Scratch {
        static final Path FOLDER = made();

        private static Path made() {
            try {
                Path folder = Files.createTempDirectory("fuzz");
                folder.toFile().deleteOnExit();
                folder.resolve("vip-agent.yaml").toFile().deleteOnExit();
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** How the bytes are cut does not matter: whole or in pieces of three, the answer or the refusal is the same. */
    private static void httpAnswer(byte[] input) {
        assertThat(httpAnswer(input, Math.max(1, input.length))).isEqualTo(httpAnswer(input, 3));
    }

    private static String httpAnswer(byte[] input, int piece) {
        ResponseParser parser = new ResponseParser();
        try {
            for (int at = 0; at < input.length && !parser.done(); ) {
                at += parser.feed(input, at, Math.min(piece, input.length - at));
            }
            if (!parser.done()) {
                parser.end();
            }
            return parser.status() + " " + parser.keepsAlive() + " " + parser.date() + " " + parser.body();
        } catch (MalformedResponse refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return "refused";
        }
    }

    /** A reply that was read is the same when it is sent on and read again. */
    private static void reply(byte[] input) {
        try {
            Reply reply = Reply.decode(text(input));
            assertThat(Reply.decode(reply.encode())).isEqualTo(reply);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static void request(byte[] input) {
        try {
            assertThat(Request.parse(text(input))).isNotNull();
        } catch (Request.Unknown refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    /** An event that was read is the same when keepalived writes it once more. */
    private static void notifyLine(byte[] input) {
        if (NotifyLine.parse(text(input)) instanceof NotifyLine.Event event) {
            assertThat(NotifyLine.parse(event.line())).isEqualTo(event);
        }
    }

    /** A status is the same whole and in pieces. */
    private static void status(byte[] input) {
        assertThat(status(input, 7)).isEqualTo(status(input, Math.max(1, input.length)));
    }

    private static Optional<Object> status(byte[] input, int piece) {
        try (PeerStatusReader reader = new PeerStatusReader()) {
            for (int at = 0; at < input.length; at += piece) {
                reader.take(input, at, Math.min(piece, input.length - at));
            }
            return Optional.of(reader.end());
        } catch (UnreadableStatus refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }

    /** An event that was read is the same when it is written and read again. */
    private static void history(byte[] input) {
        HistoryJson.event(text(input))
                .ifPresent(event ->
                        assertThat(HistoryJson.event(HistoryJson.line(event))).contains(event));
        try {
            assertThat(HistoryJson.read(text(input))).isNotNull();
        } catch (UnreadableHistory refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static void advert(byte[] input) {
        try {
            assertThat(AdvertReader.ipv4(input)).isNotNull();
        } catch (NoAdvert refused) {
            // It says so.
        }
        try {
            assertThat(AdvertReader.ipv6(input)).isNotNull();
        } catch (NoAdvert refused) {
            // It says so.
        }
    }

    /** As a server shows it, and as its own authority. */
    private static void certificate(byte[] input) {
        X509Certificate certificate;
        try {
            certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(input));
        } catch (CertificateException unreadable) {
            return;
        }
        List<X509Certificate> chain = List.of(certificate);
        assertThat(ServerChain.names(certificate)).isNotNull();
        assertThat(ServerChain.timeless(chain, chain, "kubernetes")).isNotNull();
        Instant now = Instant.parse("2026-12-01T00:00:00Z");
        try {
            assertThat(ServerChain.verify(chain, chain, "kubernetes", now)).isNotNull();
        } catch (CertificateException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        try {
            assertThat(ServerChain.verifyClient(chain, chain, now)).isNotNull();
        } catch (CertificateException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
