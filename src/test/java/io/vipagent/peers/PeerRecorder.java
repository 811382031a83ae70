package io.vipagent.peers;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it hears, a line each, in order. */
final class PeerRecorder implements PeerListener {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** What was heard since the last call. */
    List<String> takeAll() {
        List<String> all = List.copyOf(heard);
        heard.clear();
        return all;
    }

    @Override
    public void turned(PeerReport before, PeerReport after, Duration lasted) {
        heard.add(PeerLines.of(after.peer(), after.contact()) + ", was "
                + before.contact().getClass().getSimpleName() + " for " + lasted.toMillis() + "ms");
    }

    @Override
    public void held(Optional<Holding> before, Holding after) {
        heard.add(PeerLines.of(after)
                + before.map(last -> ", was " + last.word().label() + " " + last.names())
                        .orElse(""));
    }

    @Override
    public void found(Finding finding) {
        heard.add("found: " + finding.text());
    }

    @Override
    public void cleared(Finding finding) {
        heard.add("cleared: " + finding.text());
    }
}
