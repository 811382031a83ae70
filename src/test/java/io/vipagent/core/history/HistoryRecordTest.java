package io.vipagent.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryRecordTest {
    private static final HistoryEvent EVENT = new HistoryEvent(
            Histories.THREE,
            "cp1",
            EventKind.PROBE,
            "local",
            "RESPONSE_TIMEOUT",
            "no answer to the request in time",
            Map.of("tls", "0.004", "connect", "0.001"));

    @Test
    void isReadAsItWasWritten() {
        String line = HistoryRecord.of(EVENT);
        assertThat(line).endsWith("\n").hasLineCount(1);
        assertThat(HistoryRecord.read(line.stripTrailing())).contains(EVENT);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindIsReadAsItWasWritten(EventKind kind) {
        HistoryEvent event = Histories.at(1, "n", kind, "s", "t", "u");
        assertThat(HistoryRecord.read(HistoryRecord.of(event).stripTrailing())).contains(event);
    }

    @Test
    void everyCutAndEveryChangedCharacterIsFound() {
        String line = HistoryRecord.of(EVENT).stripTrailing();
        for (int i = 0; i < line.length(); i++) {
            assertThat(HistoryRecord.read(line.substring(0, i))).isEmpty();
            String changed = line.substring(0, i) + (line.charAt(i) == 'x' ? 'y' : 'x') + line.substring(i + 1);
            assertThat(HistoryRecord.read(changed)).as(changed).isEmpty();
        }
    }

    @Test
    void anyTextIsNoRecord() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(60), 0, 0x300).forEach(c -> text.append((char) c));
            assertThat(HistoryRecord.read(text.toString())).isEmpty();
        }
    }

    @Test
    void whatStrangersSayIsOneLineOfABoundedLength() {
        HistoryEvent event =
                Histories.at(0, "n\n", EventKind.PEER, "\u001b[31m", "x".repeat(1000), "a\r\nb".repeat(1000));
        assertThat(event.node()).doesNotContain("\n");
        assertThat(event.subject()).doesNotContain("\u001b");
        assertThat(event.state()).hasSizeLessThanOrEqualTo(HistoryEvent.MAX_WORD_LENGTH);
        assertThat(event.text())
                .hasSizeLessThanOrEqualTo(HistoryEvent.MAX_TEXT_LENGTH)
                .doesNotContain("\n");
        assertThat(HistoryRecord.read(HistoryRecord.of(event).stripTrailing())).contains(event);
    }

    @Test
    void aDocumentIsReadAsItWasWritten() throws Exception {
        List<HistoryEvent> events = List.of(EVENT, Histories.at(5, "cp1", EventKind.STOP, "", "", "stopped"));
        assertThat(HistoryJson.read(HistoryJson.document("cp1", Histories.THREE, events)))
                .isEqualTo(new HistoryJson.Document("cp1", Optional.of(Histories.THREE), events));
        assertThat(HistoryJson.read(HistoryJson.document("cp1", Histories.THREE, List.of()))
                        .events())
                .isEmpty();
    }

    @Test
    void whatANewerVersionAddsIsPassedOver() throws Exception {
        assertThat(HistoryJson.read("""
                {"node": "n", "extra": {"a": [1, 2]}, "events": [
                  {"at": "2026-11-28T03:00:00Z", "kind": "quantum", "node": "n"},
                  {"at": "2026-11-28T03:00:00Z", "kind": "stop", "node": "n", "more": [{}], "count": 3, "fields": {"a": 1}}
                ], "rest": 1}
                """).events())
                .singleElement()
                .extracting(HistoryEvent::kind)
                .isEqualTo(EventKind.STOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"events\": 1}",
                "{\"events\": [1]}",
                "{\"events\": [",
                "{\"events\": [{\"kind\": \"stop\", \"at\": \"yesterday\"}]}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}, \"events\": []}"
            })
    void aDocumentThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> HistoryJson.read(text)).isInstanceOf(UnreadableHistory.class);
    }
}
