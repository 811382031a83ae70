package io.vipagent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.tls.PemReading;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Loading;
import io.vipagent.core.history.HistoryJson;
import io.vipagent.core.history.UnreadableHistory;
import io.vipagent.core.protocol.NotifyLine;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.protocol.ResponseParser;
import io.vipagent.core.status.PeerStatusReader;
import io.vipagent.core.status.UnreadableStatus;
import io.vipagent.core.wire.AdvertReader;
import io.vipagent.core.wire.NoAdvert;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Sources;
import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.haproxy.HaproxyParser;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.KeepalivedParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes they get, the readers answer, or refuse by the exception that they declare. The inputs are mutations
 * of the seeds in {@code src/test/resources/fuzz}, the same in every run; {@code -Dfuzz.rounds=1000000 -Dfuzz.seed=7}
 * for more of them by hand. What was found once is kept beside the seeds.
 */
class ReaderFuzzTest {
    private static final Path SEEDS = Path.of("src/test/resources/fuzz");
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 400);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int MAX_LENGTH = 4096;

    /** What parsers stumble over. */
    private static final List<String> WORDS = List.of(
            "\0",
            "\n",
            "\r\n",
            "\"",
            "'",
            "\\",
            "{",
            "}",
            "[",
            "]",
            "$",
            "${",
            "@",
            "#",
            "!",
            "~",
            ":",
            ",",
            "%",
            "\u00ff",
            "-1",
            "99999999999999999999",
            "1e999",
            "\ufeff",
            "\u001b[2J",
            "&a",
            "*a",
            "<<: *x",
            "null",
            "include *");

    @TempDir
    private Path directory;

    /** Reads, and throws nothing but what it declares. */
    @FunctionalInterface
    private interface Reader {
        void read(byte[] input) throws IOException;
    }

    private Map<String, Reader> readers() {
        return Map.ofEntries(
                Map.entry("keepalived.conf", input -> keepalived(text(input))),
                Map.entry("haproxy.cfg", input -> haproxy(text(input))),
                Map.entry("vip-agent.yaml", this::yaml),
                Map.entry("reply", ReaderFuzzTest::reply),
                Map.entry("request", ReaderFuzzTest::request),
                Map.entry(
                        "notify-line",
                        input -> assertThat(NotifyLine.parse(text(input))).isNotNull()),
                Map.entry("status.json", ReaderFuzzTest::status),
                Map.entry("history.json", ReaderFuzzTest::history),
                Map.entry("advert", ReaderFuzzTest::advert),
                Map.entry("pem", PemReading::read),
                Map.entry("http-answer", ReaderFuzzTest::httpAnswer));
    }

    static Stream<String> seeds() throws IOException {
        try (Stream<Path> files = Files.list(SEEDS)) {
            return files
                    .filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void answersOrRefuses(String seed) throws IOException {
        Reader reader = readers().get(seed);
        assertThat(reader).as("a reader of " + seed).isNotNull();
        byte[] whole = Files.readAllBytes(SEEDS.resolve(seed));
        read(reader, whole);
        try (Stream<Path> found = Files.list(SEEDS.resolve("found"))) {
            for (Path file : found.filter(each -> each.getFileName().toString().startsWith(seed + "-"))
                    .toList()) {
                read(reader, Files.readAllBytes(file));
            }
        }
        Random random = new Random(SEED);
        byte[] input = whole;
        for (int round = 0; round < ROUNDS; round++) {
            // A chain of some mutations leads away from the seed, then it begins again.
            input = mutated(round % 8 == 0 ? whole : input, random);
            read(reader, input);
        }
    }

    private static void read(Reader reader, byte[] input) {
        try {
            reader.read(input);
        } catch (IOException | RuntimeException | Error e) {
            throw new AssertionError("fell over " + Base64.getEncoder().encodeToString(input), e);
        }
    }

    private static byte[] mutated(byte[] input, Random random) {
        int at = random.nextInt(input.length + 1);
        int end = Math.min(input.length, at + random.nextInt(16));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(input, 0, at);
        switch (random.nextInt(5)) {
            case 0 -> out.write(random.nextInt(256));
            case 1 -> out.writeBytes(WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8));
            case 2 -> {
                for (int i = random.nextInt(20); i >= 0; i--) {
                    out.write(input, at, end - at);
                }
                end = at;
            }
            case 3 -> {
                // Left out.
            }
            default -> end = input.length;
        }
        out.write(input, end, input.length - end);
        byte[] mutated = out.toByteArray();
        return mutated.length > MAX_LENGTH ? input : mutated;
    }

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    private static void keepalived(String text) {
        KeepalivedConf conf = new KeepalivedConf(KeepalivedParser.parse(new Source("f", text), "cp1", Sources.NONE));
        conf.instances().forEach(instance -> assertThat(conf.scripts(instance)).isNotNull());
        assertThat(conf.unknown()).isNotNull();
    }

    private static void haproxy(String text) {
        HaproxyConf conf = HaproxyConf.of(HaproxyParser.parse(new Source("f", text)));
        conf.servers().forEach(server -> assertThat(server.detection()).isNotNull());
        conf.proxies().forEach(proxy -> assertThat(proxy.binds()).isNotNull());
    }

    private void yaml(byte[] input) throws IOException {
        try {
            assertThat(Loading.load(directory, text(input))).isNotNull();
        } catch (InvalidConfiguration refused) {
            assertThat(refused.getMessage()).isNotBlank();
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
        } catch (ResponseParser.Malformed refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return "refused";
        }
    }

    private static void reply(byte[] input) {
        try {
            assertThat(Reply.decode(text(input))).isNotNull();
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

    private static void status(byte[] input) {
        try (PeerStatusReader reader = new PeerStatusReader()) {
            reader.take(input, 0, input.length);
            assertThat(reader.end()).isNotNull();
        } catch (UnreadableStatus refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static void history(byte[] input) {
        assertThat(HistoryJson.event(text(input))).isNotNull();
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
}
