package io.vipagent.agent.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.history.EventKind;
import io.vipagent.core.history.Histories;
import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.history.HistoryRecord;
import io.vipagent.platform.time.HandTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    private static final long BOUND = 20_000;

    @TempDir
    private Path directory;

    @Test
    void isReadAsItWasWrittenAlsoByTheNextAgent() throws Exception {
        try (HistoryFile first = new HistoryFile(directory, BOUND)) {
            first.append(List.of(event(1), event(2)));
        }
        try (HistoryFile next = new HistoryFile(directory, BOUND)) {
            next.append(List.of(event(3)));
        }
        assertThat(HistoryFile.read(directory, BOUND).events()).containsExactly(event(1), event(2), event(3));
    }

    @Test
    void staysBelowItsBoundAndKeepsTheNewest() throws Exception {
        try (HistoryFile file = new HistoryFile(directory, BOUND)) {
            for (int i = 0; i < 5000; i++) {
                file.append(List.of(event(i)));
                if (i % 500 == 0) {
                    assertThat(bytes()).isLessThanOrEqualTo(BOUND);
                }
            }
        }
        assertThat(bytes()).isLessThanOrEqualTo(BOUND);
        List<HistoryEvent> kept = HistoryFile.read(directory, BOUND).events();
        assertThat(kept).hasSizeGreaterThan(20).last().isEqualTo(event(4999));
        assertThat(kept).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    }

    /** The size that another agent has left counts too. */
    @Test
    void staysBelowItsBoundOverManyRestarts() throws Exception {
        for (int i = 0; i < 500; i++) {
            try (HistoryFile file = new HistoryFile(directory, BOUND)) {
                file.append(List.of(event(i)));
            }
            assertThat(bytes()).isLessThanOrEqualTo(BOUND);
        }
    }

    /** Some twenty times around; with a million it was the same, and took a minute. */
    @Test
    void aHundredThousandEventsStayBelowTheRealBound() throws Exception {
        List<HistoryEvent> batch = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            batch.add(event(i));
        }
        try (HistoryFile file = new HistoryFile(directory, HistoryFile.DEFAULT_MAX_BYTES)) {
            for (int i = 0; i < 100; i++) {
                file.append(batch);
                assertThat(bytes()).isLessThanOrEqualTo(HistoryFile.DEFAULT_MAX_BYTES);
            }
        }
        HistoryFile.Content content = HistoryFile.read(directory, HistoryFile.DEFAULT_MAX_BYTES);
        assertThat(content.events()).hasSizeGreaterThan(1000).last().isEqualTo(event(999));
        assertThat(content.broken()).isZero();
    }

    @Test
    void aTailThatWasCutIsPassedOverAndSaid() throws Exception {
        String whole = HistoryRecord.of(event(1));
        String cut = HistoryRecord.of(event(2));
        for (int length = 1; length < cut.length() - 1; length += 17) {
            Files.writeString(directory.resolve("history"), whole + cut.substring(0, length));
            try (HistoryFile file = new HistoryFile(directory, BOUND)) {
                file.append(List.of(event(3)));
            }
            HistoryFile.Content content = HistoryFile.read(directory, BOUND);
            assertThat(content.events()).containsExactly(event(1), event(3));
            assertThat(content.broken()).isOne();
        }
    }

    @Test
    void aForeignFileIsPassedOver() throws Exception {
        Files.write(directory.resolve("history"), new byte[5000]);
        assertThat(HistoryFile.read(directory, BOUND).events()).isEmpty();
        assertThat(HistoryFile.read(directory.resolve("none"), BOUND).events()).isEmpty();
        Files.createDirectory(directory.resolve("history.old"));
        assertThat(HistoryFile.read(directory, BOUND).events()).isEmpty();
    }

    @Test
    void aLinkOrADirectoryIsNotWrittenTo() throws Exception {
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "mine");
        Files.createSymbolicLink(directory.resolve("history"), elsewhere);
        try (HistoryFile file = new HistoryFile(directory, BOUND)) {
            assertThatThrownBy(() -> file.append(List.of(event(1)))).isInstanceOf(IOException.class);
        }
        assertThat(elsewhere).hasContent("mine");
    }

    @Test
    void theRecorderLosesWhatCannotBeWrittenAndSaysSoOnceItCan() throws Exception {
        Path missing = directory.resolve("missing");
        List<String> warnings = new ArrayList<>();
        HandTicker ticker = new HandTicker();
        HistoryRecorder recorder = new HistoryRecorder("cp1", ticker, new HistoryFile(missing, BOUND), warnings::add);
        recorder.record(EventKind.START, "", "", "started");
        recorder.close();
        assertThat(recorder.lost()).isOne();
        assertThat(warnings).singleElement().asString().contains("cannot be written");

        HistoryRecorder next = new HistoryRecorder("cp1", ticker, new HistoryFile(directory, BOUND), warnings::add);
        next.record(EventKind.START, "", "", "started");
        next.record(EventKind.STOP, "", "", "stopped");
        next.close();
        assertThat(HistoryFile.read(directory, BOUND).events())
                .extracting(HistoryEvent::kind)
                .containsExactly(EventKind.START, EventKind.STOP);
        assertThat(next.lost()).isZero();
    }

    @Test
    void aLineOfAnotherWriterIsNoHarm() throws Exception {
        try (HistoryFile file = new HistoryFile(directory, BOUND)) {
            file.append(List.of(event(1)));
            Files.writeString(directory.resolve("history"), "noise\n", StandardOpenOption.APPEND);
            file.append(List.of(event(2)));
        }
        assertThat(HistoryFile.read(directory, BOUND).events()).containsExactly(event(1), event(2));
    }

    private long bytes() throws IOException {
        long sum = 0;
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    private static HistoryEvent event(int number) {
        return Histories.at(number, "cp1", EventKind.DECISION, "", "denied", "number " + number);
    }
}
