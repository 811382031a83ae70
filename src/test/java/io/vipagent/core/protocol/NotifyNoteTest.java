package io.vipagent.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.protocol.NotifyLine.Event;
import io.vipagent.core.protocol.NotifyLine.VrrpKind;
import io.vipagent.core.protocol.NotifyNote.UnreadableNote;
import io.vipagent.core.text.ClockTime;
import io.vipagent.core.vip.VrrpState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A note is one line, in a file that any name fits. */
class NotifyNoteTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.000123Z");

    @Test
    void isReadAsItWasWritten() throws UnreadableNote {
        NotifyNote note = note("VI 1\" MASTER");
        assertThat(note.line()).isEqualTo("2026-01-01T00:00:00.000123Z INSTANCE \"VI 1\" MASTER\" MASTER 100");
        assertThat(NotifyNote.parse(note.line())).isEqualTo(note);
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatItExpected(Map.Entry<String, String> row) {
        assertThatThrownBy(() -> NotifyNote.parse(row.getKey()))
                .isInstanceOf(UnreadableNote.class)
                .hasMessage(row.getValue());
    }

    static List<Map.Entry<String, String>> saysWhatItExpected() {
        return List.of(
                Map.entry("", "\"\"; expected TIME " + NotifyLine.EXPECTED),
                Map.entry("x", "\"x\"; expected TIME " + NotifyLine.EXPECTED),
                Map.entry("today INSTANCE \"a\" MASTER 1", "no time \"today\"; expected " + ClockTime.EXPECTED),
                Map.entry(
                        "+999999999-12-31T23:59:59Z INSTANCE \"a\" MASTER 1",
                        "no time \"+999999999-12-31T23:59:59Z\"; expected " + ClockTime.EXPECTED),
                Map.entry("2026-01-01T00:00:00Z VS a UP", "no VRRP state; expected TIME " + NotifyLine.EXPECTED),
                Map.entry("2026-01-01T00:00:00Z a", "\"a\"; expected " + NotifyLine.EXPECTED));
    }

    @ParameterizedTest
    @MethodSource
    void hasASafeFileName(String name) {
        assertThat(note(name).fileName()).matches("vrrp-INSTANCE-[A-Za-z0-9_-]{1,40}-[0-9a-f]{8}");
    }

    static List<String> hasASafeFileName() {
        return List.of("VI_1", "..", "/", "../../etc/passwd", "a b", "-rf", "n".repeat(500), "\u00fc", "x\u0000y");
    }

    @Test
    void hasAFileOfItsOwn() {
        List<String> names = List.of("a b", "a/b", "a.b", "a_b", "A_b", "x".repeat(50), "x".repeat(51));
        assertThat(names.stream().map(name -> note(name).fileName()).distinct()).hasSameSizeAs(names);
        assertThat(new NotifyNote(AT, new Event(VrrpKind.GROUP, "a", VrrpState.MASTER, 0)).fileName())
                .isNotEqualTo(note("a").fileName());
    }

    private static NotifyNote note(String name) {
        return new NotifyNote(AT, new Event(VrrpKind.INSTANCE, name, VrrpState.MASTER, 100));
    }
}
