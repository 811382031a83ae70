package io.vipagent.core.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.vip.NodeDetails;
import io.vipagent.core.vip.NodeDetails.TargetWord;
import io.vipagent.core.vip.NodeDetails.VrrpWord;
import io.vipagent.core.vip.PeerStatus;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From bytes to a status, or to one message. Every text is read whole and byte by byte. */
class PeerStatusReaderTest {
    private static final String GOOD = """
            {"node": "cp2", "time": "2026-01-02T03:04:05.678Z", "decision": {"mayHoldVip": true},
             "vips": [{"address": "192.0.2.100", "present": true}]}""";

    @Test
    void readsWhatItNeedsAmongWhatItDoesNotKnow() throws UnreadableStatus {
        PeerStatus status = read("""
                {
                  "version": "9.9", "future": {"node": "x", "decision": [{"mayHoldVip": 7}], "vips": {}},
                  "node": "cp2",
                  "n": -1.5e-300, "big": 9999999999999999999999999, "list": [[], {}, [1, "a", null, true]],
                  "decision": {"why": {"mayHoldVip": false}, "mayHoldVip": true, "state": "granted", "list": [1]},
                  "vips": [
                    {"address": "192.0.2.100", "present": true, "interface": "eth0", "up": true, "more": {"address": 1}},
                    {"present": false, "more": [{}], "address": "2001:db8::64"}
                  ],
                  "time": "2026-01-02T03:04:05.678Z",
                  "vrrp": [{"instance": "VI_1", "state": "MASTER", "since": "whenever"}]
                }
                """);
        assertThat(status)
                .isEqualTo(new PeerStatus(
                        "cp2",
                        Optional.of(Instant.parse("2026-01-02T03:04:05.678Z")),
                        Map.of(address("192.0.2.100"), true, address("2001:db8::64"), false),
                        true,
                        new NodeDetails(
                                "9.9",
                                "granted",
                                "",
                                List.of(new VrrpWord("VI_1", "MASTER", OptionalInt.empty())),
                                "",
                                List.of(),
                                Optional.empty())));
    }

    /** A whole status of this version, as it is written. */
    @Test
    void readsWhatIsForPeople() throws UnreadableStatus {
        assertThat(read(StatusJson.of(HealthSnapshots.vips())).details())
                .isEqualTo(new NodeDetails(
                        "1.2.3",
                        "denied",
                        "MAINTENANCE new \"kernel\"",
                        List.of(new VrrpWord("VI_1", "MASTER", OptionalInt.of(150))),
                        "alive",
                        List.of(new TargetWord("local", "local", "up", "local: up")),
                        Optional.empty()));
        AgentStatus mixed = HealthSnapshots.plain(HealthSnapshots.mixed());
        NodeDetails details = read(StatusJson.of(mixed)).details();
        assertThat(details.targets())
                .containsExactly(
                        new TargetWord("local", "local", "up", "local: up"),
                        new TargetWord("haproxy", "frontend", "stale", "STALE haproxy: no outcome in time"));
        assertThat(details.certificateEnd())
                .isEqualTo(ClusterView.details(mixed).certificateEnd());
        assertThat(details).isEqualTo(ClusterView.details(mixed));
    }

    /** What is for people can be anything: an agent of another version is no unknown peer for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"version\": 7",
                "\"version\": {\"a\": [1]}",
                "\"keepalived\": null",
                "\"vrrp\": \"none\"",
                "\"vrrp\": [1, [2], {\"instance\": {\"x\": 1}, \"state\": 3, \"priority\": -1}]",
                "\"vrrp\": {\"a\": 1}",
                "\"targets\": 5",
                "\"targets\": [null, {\"role\": \"local\", \"certificate\": \"x\"}]",
                "\"targets\": [{\"role\": \"local\", \"certificate\": {\"notAfter\": \"soon\", \"b\": [{}]}}]"
            })
    void isNotStrictAboutWhatIsForPeople(String field) throws UnreadableStatus {
        String text = GOOD.substring(0, GOOD.length() - 1) + ", " + field + "}";
        assertThat(read(text).node()).isEqualTo("cp2");
        assertThat(read(text).details().certificateEnd()).isEmpty();
    }

    @Test
    void keepsLittleOfWhatIsForPeople() throws UnreadableStatus {
        String many = IntStream.range(0, 500)
                .mapToObj(i -> "{\"name\": \"" + "n".repeat(300) + i
                        + "\", \"role\": \"local\", \"instance\": \"\\u001b[31m\"}")
                .collect(Collectors.joining(","));
        NodeDetails details = read(GOOD.substring(0, GOOD.length() - 1) + ", \"version\": \"" + "v".repeat(5000)
                        + "\", \"targets\": [" + many + "], \"vrrp\": [" + many + "]}")
                .details();
        assertThat(details.targets()).hasSize(NodeDetails.MAX_ENTRIES);
        assertThat(details.targets().getFirst().name()).hasSize(NodeDetails.MAX_WORD_LENGTH);
        assertThat(details.vrrp()).hasSize(NodeDetails.MAX_ENTRIES);
        assertThat(details.vrrp().getFirst().instance()).isEqualTo("[31m");
        assertThat(details.version()).hasSize(NodeDetails.MAX_WORD_LENGTH);
    }

    @Test
    void takesNoTimeAndNoVips() throws UnreadableStatus {
        PeerStatus status = read("{\"node\":\"cp2\",\"vips\":[],\"decision\":{\"mayHoldVip\":false}}");
        assertThat(status).isEqualTo(new PeerStatus("cp2", Optional.empty(), Map.of(), false));
        assertThat(read(GOOD.replace("\"2026-01-02T03:04:05.678Z\"", "null")).time())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001:db8::64",
                "2001:DB8::64",
                "2001:db8:0:0:0:0:0:64",
                "2001:0db8:0000:0000:0000:0000:0000:0064",
                "2001:db8::0.0.0.100"
            })
    void readsAnAddressInAnyNotation(String notation) throws UnreadableStatus {
        assertThat(read(GOOD.replace("192.0.2.100", notation)).vips()).containsOnlyKeys(address("2001:db8::64"));
    }

    @Test
    void knowsAMappedAddressAsTheOneThatItIs() throws UnreadableStatus {
        assertThat(read(GOOD.replace("192.0.2.100", "::ffff:192.0.2.100")).vips())
                .containsOnlyKeys(address("192.0.2.100"));
    }

    static List<Arguments> saysWhatIsWrong() {
        return List.of(
                bad("", "node, vips, decision.mayHoldVip: missing, expected in the status of a vip-agent"),
                bad("{}", "node, vips, decision.mayHoldVip: missing, expected in the status of a vip-agent"),
                bad(without("\"vips\""), "vips: missing, expected in the status of a vip-agent"),
                bad(without("\"node\""), "node: missing, expected in the status of a vip-agent"),
                bad(without("\"decision\""), "decision.mayHoldVip: missing, expected in the status of a vip-agent"),
                bad(without("\"mayHoldVip\""), "decision.mayHoldVip: missing, expected in the status of a vip-agent"),
                bad(without("\"address\""), "vips[0].address: missing, expected an IP address"),
                bad(without("\"present\""), "vips[0].present: missing, expected true or false"),
                bad("[]", "the body: a list, expected an object"),
                bad("[".repeat(1_000_000), "the body: a list, expected an object"),
                bad("7", "the body: 7, expected an object"),
                bad("null", "the body: null, expected an object"),
                bad("\"ok\"", "the body: \"ok\", expected an object"),
                bad(GOOD + "{}", "more behind the end of the status, expected one JSON object"),
                bad(with("\"cp2\"", "2"), "node: 2, expected a name of 1 to 253 printable characters"),
                bad(with("\"cp2\"", "\"\""), "node: \"\", expected a name of 1 to 253 printable characters"),
                bad(with("\"cp2\"", "null"), "node: null, expected a name of 1 to 253 printable characters"),
                bad(with("\"cp2\"", "{}"), "node: an object, expected a name of 1 to 253 printable characters"),
                bad(with("\"cp2\"", "\"a\\nb\""), "node: \"a b\", expected a name of 1 to 253 printable characters"),
                bad(
                        with("cp2", "x".repeat(254)),
                        "node: \"" + "x".repeat(40) + "\", expected a name of 1 to 253 printable characters"),
                bad(
                        with("\"2026-01-02T03:04:05.678Z\"", "1"),
                        "time: 1, expected a time from 1970 to 9999 such as 2026-01-02T03:04:05Z"),
                bad(
                        with("2026-01-02T03", "noon"),
                        "time: \"noon:04:05.678Z\", expected a time from 1970 to 9999 such as 2026-01-02T03:04:05Z"),
                bad(with("{\"mayHoldVip\": true}", "true"), "decision: true, expected an object"),
                bad(
                        with("{\"mayHoldVip\": true}", "{\"mayHoldVip\": \"yes\"}"),
                        "decision.mayHoldVip: \"yes\", " + "expected true or false"),
                bad(
                        with("[{\"address\": \"192.0.2.100\", \"present\": true}]", "{}"),
                        "vips: an object, expected a list"),
                bad(with("[{", "[\"192.0.2.100\", {"), "vips[0]: \"192.0.2.100\", expected an object"),
                bad(with("\"present\": true", "\"present\": 1"), "vips[0].present: 1, expected true or false"),
                bad(with("\"192.0.2.100\"", "3221226084"), "vips[0].address: 3221226084, expected an IP address"),
                bad(address1("3221226084"), "vips[0].address: \"3221226084\", expected an IP address"),
                bad(address1("192.0.2"), "vips[0].address: \"192.0.2\", expected an IP address"),
                bad(address1("192.0.2.256"), "vips[0].address: \"192.0.2.256\", expected an IP address"),
                bad(address1("fe80::1%lo"), "vips[0].address: \"fe80::1%lo\", expected an IP address"),
                bad(address1("localhost"), "vips[0].address: \"localhost\", expected an IP address"),
                bad(address1(""), "vips[0].address: \"\", expected an IP address"),
                bad(with("{\"node\"", "{\"node\": \"cp3\", \"node\""), "node: there twice, expected once"),
                bad(with("\"time\"", "\"vips\": [], \"time\""), "vips: there twice, expected once"),
                bad(with("\"time\"", "\"decision\": {}, \"time\""), "decision: there twice, expected once"),
                bad(with("\"time\"", "\"time\": null, \"time\""), "time: there twice, expected once"),
                bad(
                        with("{\"mayHoldVip\"", "{\"mayHoldVip\": false, \"mayHoldVip\""),
                        "decision.mayHoldVip: there twice, " + "expected once"),
                bad(
                        with("\"present\"", "\"present\": false, \"present\""),
                        "vips[0].present: there twice, expected once"),
                bad(
                        with("\"present\"", "\"address\": \"::\", \"present\""),
                        "vips[0].address: there twice, expected once"),
                bad(
                        with("[{", "[{\"address\": \"::ffff:c000:264\", \"present\": false}, {"),
                        "vips[1].address: 192.0.2.100 is there twice, expected once"),
                bad(
                        with(
                                "[{",
                                "["
                                        + IntStream.range(0, 100)
                                                .mapToObj(i -> vip("10.0.0." + i))
                                                .collect(Collectors.joining())
                                        + "{"),
                        "vips: more than 100, expected at most so many"));
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatIsWrong(String given, String message) {
        assertUnreadable(given, message);
    }

    /** What a gauge makes milliseconds of, and what the page subtracts from a time of this node. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T23:59:59Z",
                "-1000000000-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z"
            })
    void aTimeOfNoClockIsRefused(String time) throws UnreadableStatus {
        assertUnreadable(
                with("2026-01-02T03:04:05.678Z", time),
                "time: \"" + time + "\", expected a time from 1970 to 9999 such as 2026-01-02T03:04:05Z");
        assertThat(read(withCertificate(time)).details().certificateEnd()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
    void theFirstAndTheLastTimeOfAClockAreTaken(String time) throws UnreadableStatus {
        assertThat(read(with("2026-01-02T03:04:05.678Z", time)).time()).contains(Instant.parse(time));
        assertThat(read(withCertificate(time)).details().certificateEnd()).contains(Instant.parse(time));
    }

    private static String withCertificate(String end) {
        return with(
                "\"vips\"",
                "\"targets\": [{\"name\": \"a\", \"role\": \"local\", \"certificate\": {\"notAfter\": \"" + end
                        + "\"}}], \"vips\"");
    }

    static List<Arguments> saysWhatIsNoJson() {
        return List.of(
                bad("<html>hello", "body \"<html>hello\": not JSON: Unexpected character ('<' (code 60))"),
                bad("{'node'", "body \"{'node'\": not JSON: Unexpected character (''' (code 39))"),
                bad("{\"a\":NaN}", "body \"{\"a\":NaN}\": not JSON: Non-standard token 'NaN'"),
                bad("{\"a\":tru}", "body \"{\"a\":tru}\": not JSON: Unrecognized token 'tru'"),
                bad("\u0000\u0001\u0002", "body \"\": not JSON: Illegal character ((CTRL-CHAR, code 0))"),
                bad("{\"node\": \"cp2\"", "body \"{\"node\": \"cp2\"\": ends in the middle"),
                bad(
                        GOOD.substring(0, GOOD.length() - 1),
                        "body \"{\"node\": \"cp2\", \"time\": \"2026-01-02T03:0\": " + "ends in the middle"),
                bad(
                        "{\"a\": ".repeat(200_000),
                        "body \"" + "{\"a\": ".repeat(7).substring(0, 40).strip()
                                + "\": Document nesting depth (65) exceeds the maximum allowed (64)"),
                bad(
                        "{\"a\": " + "[".repeat(1_000_000),
                        "body \"{\"a\": " + "[".repeat(34)
                                + "\": Document nesting depth (65) exceeds the maximum allowed (64)"),
                bad(
                        "{\"a\": " + "9".repeat(101) + "}",
                        "body \"{\"a\": " + "9".repeat(34)
                                + "\": Number value length (101) exceeds the maximum allowed (100)"));
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatIsNoJson(String given, String start) {
        assertUnreadable(given, start + ", expected the status of a vip-agent as JSON");
    }

    @Test
    void readsNoEndlessText() {
        assertThatThrownBy(() -> read(with("cp2", "x".repeat(20_000))))
                .isInstanceOf(UnreadableStatus.class)
                .hasMessageContaining("exceeds the maximum allowed (16384), expected the status");
    }

    @Test
    void takesNothingAfterAProblemAndSaysTheFirst() {
        try (PeerStatusReader reader = new PeerStatusReader()) {
            byte[] bytes = "nonsense".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 1000; i++) {
                reader.take(bytes, 0, bytes.length);
            }
            assertThatThrownBy(reader::end)
                    .isInstanceOf(UnreadableStatus.class)
                    .hasMessageStartingWith(
                            "body \"nonsensenonsensenonsensenonsensenonsense\": not JSON: Unrecognized token 'nonsense");
        }
    }

    @Test
    void ofManyNamesRemembersNone() throws UnreadableStatus {
        String names =
                IntStream.range(0, 50_000).mapToObj(i -> "\"name" + i + "\":1,").collect(Collectors.joining());
        assertThat(whole(GOOD.replaceFirst("\\{", "{" + names)).node()).isEqualTo("cp2");
    }

    private static Arguments bad(String given, String message) {
        return Arguments.of(given, message);
    }

    /** The good status under another name for one of its fields. */
    private static String without(String field) {
        return with(field, "\"other\"");
    }

    private static String with(String part, String other) {
        assertThat(GOOD).contains(part);
        return GOOD.replace(part, other);
    }

    private static String address1(String address) {
        return with("192.0.2.100", address);
    }

    private static String vip(String address) {
        return "{\"address\": \"" + address + "\", \"present\": false},";
    }

    private static PeerStatus read(String text) throws UnreadableStatus {
        PeerStatus atOnce = whole(text);
        assertThat(byteByByte(text)).isEqualTo(atOnce);
        return atOnce;
    }

    private static void assertUnreadable(String text, String message) {
        assertThatThrownBy(() -> whole(text))
                .isInstanceOf(UnreadableStatus.class)
                .hasMessage(message);
        assertThatThrownBy(() -> byteByByte(text))
                .isInstanceOf(UnreadableStatus.class)
                .hasMessage(message);
    }

    /** What a peer reads that has {@code text} at once. */
    static PeerStatus whole(String text) throws UnreadableStatus {
        try (PeerStatusReader reader = new PeerStatusReader()) {
            reader.take(bytes(text), 0, bytes(text).length);
            return reader.end();
        }
    }

    private static PeerStatus byteByByte(String text) throws UnreadableStatus {
        try (PeerStatusReader reader = new PeerStatusReader()) {
            byte[] one = new byte[1];
            for (byte each : bytes(text)) {
                one[0] = each;
                reader.take(one, 0, 1);
            }
            return reader.end();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
