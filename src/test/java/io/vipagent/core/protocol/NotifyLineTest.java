package io.vipagent.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.protocol.NotifyLine.Event;
import io.vipagent.core.protocol.NotifyLine.Ignored;
import io.vipagent.core.protocol.NotifyLine.MalformedLine;
import io.vipagent.core.protocol.NotifyLine.PriorityChange;
import io.vipagent.core.protocol.NotifyLine.VrrpKind;
import io.vipagent.core.vip.VrrpState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One table of lines, read each by itself, and all of it whole, byte by byte and in pieces. */
class NotifyLineTest {
    private static final String LONG_NAME = "n".repeat(NotifyLine.MAX_NAME_LENGTH);

    /** Lines as the FIFO or the arguments have them, and what they are. */
    static List<Map.Entry<String, NotifyLine>> lines() {
        return List.of(
                Map.entry("INSTANCE \"VI_1\" MASTER 100", event("VI_1", VrrpState.MASTER, 100)),
                Map.entry("INSTANCE VI_1 MASTER 100", event("VI_1", VrrpState.MASTER, 100)),
                Map.entry("INSTANCE \"VI_1\" BACKUP 0", event("VI_1", VrrpState.BACKUP, 0)),
                Map.entry("INSTANCE \"VI_1\" FAULT 255", event("VI_1", VrrpState.FAULT, 255)),
                Map.entry("INSTANCE \"VI_1\" STOP 9", event("VI_1", VrrpState.STOP, 9)),
                Map.entry("INSTANCE \"VI_1\" DELETED 007", event("VI_1", VrrpState.DELETED, 7)),
                Map.entry("INSTANCE \"VI_1\" INIT 1", event("VI_1", VrrpState.INIT, 1)),
                Map.entry("GROUP \"G\" MASTER 0", new Event(VrrpKind.GROUP, "G", VrrpState.MASTER, 0)),
                Map.entry("INSTANCE \"a b\" MASTER 1", event("a b", VrrpState.MASTER, 1)),
                Map.entry("INSTANCE a b MASTER 1", event("a b", VrrpState.MASTER, 1)),
                Map.entry("INSTANCE \"a \"b\" c\" MASTER 1", event("a \"b\" c", VrrpState.MASTER, 1)),
                Map.entry("INSTANCE \"\"\"\" MASTER 1", event("\"\"", VrrpState.MASTER, 1)),
                Map.entry("INSTANCE \" MASTER 1", event("\"", VrrpState.MASTER, 1)),
                Map.entry("INSTANCE \"a MASTER 1", event("\"a", VrrpState.MASTER, 1)),
                Map.entry("INSTANCE a\" MASTER 1", event("a\"", VrrpState.MASTER, 1)),
                Map.entry("INSTANCE \"x MASTER 1\" BACKUP 2", event("x MASTER 1", VrrpState.BACKUP, 2)),
                Map.entry("INSTANCE \"k\u00f6ln\t\u0007\" MASTER 1", event("k?ln", VrrpState.MASTER, 1)),
                Map.entry("INSTANCE \"" + LONG_NAME + "\" MASTER 1", event(LONG_NAME, VrrpState.MASTER, 1)),
                Map.entry("INSTANCE \"VI_1\" MASTER_RX_LOWER_PRI 100", new Ignored()),
                Map.entry("INSTANCE \"VI_1\" MASTER_PRIORITY 100", new PriorityChange("VI_1", 100)),
                Map.entry("INSTANCE \"VI_1\" BACKUP_PRIORITY 100", new PriorityChange("VI_1", 100)),
                Map.entry("INSTANCE \"VI_1\" {UNKNOWN} 100", new Ignored()),
                Map.entry("VS [192.0.2.100]:tcp:80 UP", new Ignored()),
                Map.entry("RS [192.0.2.1]:tcp:80 [192.0.2.100]:tcp:80 DOWN", new Ignored()),
                Map.entry("INSTANCE \"" + LONG_NAME + "n\" MASTER 1", malformed("INSTANCE " + LONG_NAME)),
                Map.entry("INSTANCE \"VI_1\" MAST", malformed("INSTANCE \"VI_1\" MAST")),
                Map.entry("INSTANCE \"VI_1\" MASTER ", malformed("INSTANCE VI_1 MASTER")),
                Map.entry("INSTANCE \"VI_1\" MASTER 256", malformed("INSTANCE VI_1 MASTER 256")),
                Map.entry("INSTANCE \"VI_1\" MASTER 0100", malformed("INSTANCE VI_1 MASTER 0100")),
                Map.entry("INSTANCE \"VI_1\" MASTER 1000", malformed("INSTANCE VI_1 MASTER 1000")),
                Map.entry("INSTANCE \"VI_1\" MASTER -1", malformed("INSTANCE VI_1 MASTER -1")),
                Map.entry("INSTANCE \"VI_1\" MASTER 1:", malformed("INSTANCE VI_1 MASTER 1:")),
                Map.entry("INSTANCE \"VI_1\" MASTER 1\r", malformed("INSTANCE VI_1 MASTER 1")),
                Map.entry("INSTANCE \"VI_1\" master 1", malformed("INSTANCE VI_1 master 1")),
                Map.entry("INSTANCE \"\" MASTER 1", malformed("INSTANCE MASTER 1")),
                Map.entry("INSTANCE  MASTER 1", malformed("INSTANCE MASTER 1")),
                Map.entry("INSTANCE MASTER 1", malformed("INSTANCE MASTER 1")),
                Map.entry("instance \"VI_1\" MASTER 1", malformed("instance VI_1 MASTER 1")),
                Map.entry("THING \"VI_1\" MASTER 1", malformed("THING VI_1 MASTER 1")),
                Map.entry(" INSTANCE \"VI_1\" MASTER 1", malformed("INSTANCE \"VI_1\" MASTER 1")),
                Map.entry("VS", malformed("VS")),
                Map.entry("RSX a b c", malformed("RSX a b c")),
                Map.entry("INSTANCE", malformed("INSTANCE")),
                Map.entry(" ", malformed("")),
                Map.entry("\u0000\u0001\ufffd", malformed("?")),
                Map.entry("GET / HTTP/1.1", malformed("GET / HTTP/1.1")),
                Map.entry("a b c d", malformed("a b c d")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void isRead(Map.Entry<String, NotifyLine> row) {
        assertThat(NotifyLine.parse(row.getKey())).isEqualTo(row.getValue());
    }

    @Test
    void isReadWhateverThePieces() {
        byte[] whole = lines().stream()
                .map(row -> row.getKey() + "\n")
                .reduce("\n", String::concat)
                .getBytes(StandardCharsets.UTF_8);
        List<NotifyLine> expected = lines().stream().map(Map.Entry::getValue).toList();
        for (int size = 1; size <= whole.length; size = size < 8 ? size + 1 : size * 3) {
            assertThat(inPieces(whole, size)).as("pieces of " + size).isEqualTo(expected);
        }
        assertThat(inPieces(whole, whole.length)).isEqualTo(expected);
    }

    @Test
    void aLineThatIsTooLongIsSkippedToItsEnd() {
        String longest = "x".repeat(NotifyLines.MAX_LENGTH);
        for (int size : List.of(1, 7, 1024, 1025, 100_000)) {
            assertThat(inPieces((longest + "\nVS a\n").getBytes(StandardCharsets.UTF_8), size))
                    .containsExactly(malformed("x".repeat(80)), new Ignored());
            assertThat(inPieces(
                            (longest + "y" + "VS z ".repeat(999) + "\nVS a\n").getBytes(StandardCharsets.UTF_8), size))
                    .containsExactly(
                            new MalformedLine("a line of more than 1024 bytes; expected " + NotifyLine.EXPECTED),
                            new Ignored());
        }
    }

    @Test
    void aHalfLineIsNothingUntilItEnds() {
        NotifyLines lines = new NotifyLines();
        List<NotifyLine> read = new ArrayList<>();
        lines.feed(bytes("INSTANCE \"VI"), read::add);
        assertThat(read).isEmpty();
        lines.end(read::add);
        assertThat(read).containsExactly(malformed("INSTANCE \"VI"));
        lines.end(read::add);
        lines.feed(bytes("VS a\n"), read::add);
        assertThat(read).hasSize(2).last().isEqualTo(new Ignored());
    }

    @Test
    void anyBytesAreLinesOfSomeKind() {
        Random random = new Random(1);
        byte[] bytes = new byte[20_000];
        random.nextBytes(bytes);
        bytes[bytes.length - 1] = '\n';
        List<NotifyLine> read = inPieces(bytes, 4096);
        assertThat(read).isNotEmpty().allSatisfy(line -> assertThat(line).isInstanceOf(MalformedLine.class));
        assertThat(inPieces(bytes, 1)).isEqualTo(read);
    }

    @Test
    void anEventIsReadAsItWasWritten() {
        for (Map.Entry<String, NotifyLine> row : lines()) {
            if (row.getValue() instanceof Event event) {
                assertThat(NotifyLine.parse(event.line())).isEqualTo(event);
                assertThat(NotifyLine.read(
                                event.kind().name(),
                                event.name(),
                                event.state().name(),
                                Integer.toString(event.priority())))
                        .isEqualTo(event);
            }
        }
    }

    @Test
    void anEventFitsALineWhateverItsName() {
        Event event = new Event(VrrpKind.INSTANCE, "two\nlines" + "\u00fc".repeat(5000), VrrpState.MASTER, 255);
        assertThat(event.line()).hasSizeLessThan(NotifyLines.MAX_LENGTH).doesNotContain("\n");
        assertThat(NotifyLine.parse(event.line())).isEqualTo(event);
    }

    private static List<NotifyLine> inPieces(byte[] whole, int size) {
        NotifyLines lines = new NotifyLines();
        List<NotifyLine> read = new ArrayList<>();
        for (int i = 0; i < whole.length; i += size) {
            lines.feed(ByteBuffer.wrap(whole, i, Math.min(size, whole.length - i)), read::add);
        }
        return read;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Event event(String name, VrrpState state, int priority) {
        return new Event(VrrpKind.INSTANCE, name, state, priority);
    }

    private static MalformedLine malformed(String given) {
        return new MalformedLine(
                "\"" + given.substring(0, Math.min(80, given.length())) + "\"; expected " + NotifyLine.EXPECTED);
    }
}
