package io.vipagent.tools.conf.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vipagent.tools.conf.Fault;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Word;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HaproxyConfTest {
    private static final String WHOLE = """
            global
                log stdout format raw local0 # all
            defaults base
                mode http
                timeout check 10s
                default-server inter 3s fall 5
            defaults from base
                timeout connect 5s
            frontend api
                bind *:8443,[::]:8443 v4v6
                bind ipv4@192.0.2.100:8443 transparent
                mode tcp
                default_backend apiservers
            backend apiservers from base
                mode tcp
                option httpchk GET /a
                http-check send meth GET uri "/read yz" ver HTTP/1.1
                default-server check inter 1s verify required
                server cp1 192.0.2.11:6443 agent-check agent-inter 500ms
                server cp2 [2001:db8::12]:6443 no-check verify none fall x
                server cp3
            backend empty
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a b|a,b",
                "a\\tb\\r|a,b",
                "a #b|a",
                "a#b|a",
                "a \\\\#b|a,#b",
                "a b\\\\ c|a,b c",
                "a \"b c\"d|a,b cd",
                "a \"b\\\\\"c\"|a,b\"c",
                "a 'b\\\\c'|a,b\\c",
                "a \\\\x41\\\\x4|a,A\\x4",
                "a \\\\x40|a,@",
                "a \\\\n\\\\r\\\\t\\\\\\\\|a,\\n\\r\\t\\",
                "a \\\\q|a,\\q",
                "a \"${X}\"|a,${X}",
                "a \"\"|a,``",
            })
    void readsWords(String line, String words) {
        HaproxyParser.HaproxyTree tree = parse("global\n" + line.translateEscapes() + "\n");
        assertThat(tree.faults()).isEmpty();
        assertThat(tree.sections().getFirst().lines().getFirst().words().stream()
                        .map(Word::text)
                        .collect(Collectors.joining(",")))
                .isEqualTo(words.replace("``", "").replace("\\n\\r\\t", "\n\r\t"));
    }

    @Test
    void namesWhatItCannotReadAndGoesOn() {
        HaproxyParser.HaproxyTree tree = parse("\uFEFFbind :1\n.if x\nglobal\n log \"a\n b\n");
        assertThat(tree.faults())
                .containsExactly(
                        new Fault(
                                new Position("f", 1, 1),
                                "\"bind\" is before the first section; expected one such as global"),
                        new Fault(new Position("f", 4, 6), "the quote is not closed on its line; expected another \""));
        assertThat(tree.sections().getFirst().lines()).hasSize(2);
    }

    @Test
    void knowsProxiesAndWhatTheyInherit() {
        HaproxyConf conf = read(WHOLE);
        assertThat(conf.faults()).isEmpty();
        assertThat(conf.proxies()).extracting(Proxy::name).containsExactly("api", "apiservers", "empty");
        Proxy api = conf.proxies().getFirst();
        assertThat(api.isTcp()).isTrue();
        assertThat(api.timeout("connect")).contains(Duration.ofSeconds(5));
        assertThat(api.timeout("check")).contains(Duration.ofSeconds(10));
        assertThat(api.timeout("queue")).isEmpty();
        assertThat(api.binds())
                .extracting(Bind::host, Bind::port, Bind::transparent)
                .containsExactly(
                        tuple("*", "8443", false), tuple("::", "8443", false), tuple("192.0.2.100", "8443", true));
        Proxy backend = conf.proxies().get(1);
        assertThat(backend.timeout("connect")).isEmpty();
        assertThat(backend.checkPaths()).extracting(Word::text).containsExactly("/a", "/read yz");
        assertThat(conf.proxies().get(2).isTcp()).isFalse();
        assertThat(backend.at()).isEqualTo(new Position("f", 14, 1));
    }

    @Test
    void knowsServers() {
        List<Server> servers = read(WHOLE).servers();
        assertThat(servers).extracting(Server::name).containsExactly("cp1", "cp2");
        Server cp1 = servers.getFirst();
        assertThat(cp1.checks()).isTrue();
        assertThat(cp1.asksAgent()).isTrue();
        assertThat(cp1.inter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(cp1.agentInter()).isEqualTo(Duration.ofMillis(500));
        assertThat(cp1.fall()).isEqualTo(5);
        assertThat(cp1.checkTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(cp1.detection()).isEqualTo(Duration.ofSeconds(55));
        assertThat(cp1.host()).isEqualTo("192.0.2.11");
        assertThat(cp1.at().line()).isEqualTo(19);
        Server cp2 = servers.get(1);
        assertThat(cp2.checks()).isFalse();
        assertThat(cp2.asksAgent()).isFalse();
        assertThat(cp2.agentInter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(cp2.value("verify")).map(Word::text).contains("none");
        assertThat(cp2.fall()).isEqualTo(3);
        assertThat(cp2.host()).isEqualTo("2001:db8::12");
        Server bare = read("backend b\n server s [::1] check\n server t name check port")
                .servers()
                .getFirst();
        assertThat(bare.host()).isEqualTo("::1");
        assertThat(bare.inter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(bare.checkTimeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theLastDefaultsBeforeAProxyCount() {
        HaproxyConf conf = read(
                "backend a\ndefaults\n mode http\nbackend b\ndefaults\n retries 1\nbackend c\nbackend d from x\n option httpchk /b\n");
        assertThat(conf.proxies()).extracting(Proxy::isTcp).containsExactly(true, false, true, true);
        assertThat(conf.proxies().get(3).checkPaths()).extracting(Word::text).containsExactly("/b");
    }

    /** Where one number more or less would read past an end, or something else. */
    @Test
    void knowsTheEdgesOfLines() {
        HaproxyConf conf = read("""
                frontend f
                    bind :8443
                    bind /run/haproxy.sock
                    timeout
                backend b
                    timeout connect 5s
                    timeout connect 7s
                    stats uri /stats
                    option httpchk
                    server s :6443
                """);
        assertThat(conf.proxies().getFirst().binds())
                .extracting(Bind::host, Bind::port)
                .containsExactly(tuple("", "8443"), tuple("/run/haproxy.sock", ""));
        assertThat(conf.proxies().getFirst().timeout("connect")).isEmpty();
        assertThat(conf.proxies().get(1).timeout("connect")).contains(Duration.ofSeconds(7));
        assertThat(conf.proxies().get(1).checkPaths()).isEmpty();
        assertThat(conf.servers().getFirst().host()).isEmpty();
    }

    @Test
    void readsTheDigitZeroInEscapes() {
        assertThat(parse("global\n a\\x09b\n")
                        .sections()
                        .getFirst()
                        .lines()
                        .getFirst()
                        .words())
                .extracting(Word::text)
                .containsExactly("a\tb");
    }

    @Test
    void aSectionMayHaveNoNameAndStillInherit() {
        List<Section> sections = parse("defaults from base\ndefaults base\n").sections();
        assertThat(sections.getFirst().name()).isEmpty();
        assertThat(sections.getFirst().from()).contains("base");
        assertThat(sections.get(1).name()).contains("base");
        assertThat(sections.get(1).from()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100us,0.1", "5,5", "5ms,5", "5s,5000", "5m,300000", "1h,3600000", "1d,86400000"})
    void readsTimes(String text, double millis) {
        assertThat(Times.parse(text)).contains(Duration.ofNanos(Math.round(millis * 1e6)));
        assertThat(Times.parse(text + "x")).isEmpty();
        assertThat(Times.parse("")).isEmpty();
    }

    @Test
    void whateverTheTextIsThereIsAnAnswer() {
        for (int end = 0; end <= WHOLE.length(); end++) {
            assertThat(read(WHOLE.substring(0, end)).servers()).isNotNull();
        }
        Random random = new Random(5);
        String letters = "a\"'\\#\n\r\t x4";
        for (int round = 0; round < 2000; round++) {
            StringBuilder noise = new StringBuilder(round % 2 == 0 ? "backend b\nserver s " : "");
            for (int i = random.nextInt(60); i > 0; i--) {
                noise.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(read(noise.toString()).servers()).isNotNull();
        }
    }

    private static HaproxyConf read(String text) {
        return HaproxyConf.of(parse(text));
    }

    private static HaproxyParser.HaproxyTree parse(String text) {
        return HaproxyParser.parse(new Source("f", text));
    }
}
