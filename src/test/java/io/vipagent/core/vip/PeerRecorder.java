package io.vipagent.core.vip;

import io.vipagent.agent.peers.PeerListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it hears, a line each, in order. */
public final class PeerRecorder implements PeerListener {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** What was heard since the last call. */
    public List<String> takeAll() {
        List<String> all = List.copyOf(heard);
        heard.clear();
        return all;
    }

    @Override
    public void turned(PeerReport before, PeerReport after, Duration lasted) {
        heard.add(PeerText.of(after.peer(), after.contact()) + ", was "
                + before.contact().getClass().getSimpleName() + " for " + lasted.toMillis() + "ms");
    }

    @Override
    public void held(Optional<HolderReport> before, HolderReport after) {
        heard.add(PeerText.of(after)
                + before.map(last -> ", was " + last.word().label() + " " + last.names())
                        .orElse(""));
    }

    @Override
    public void found(PeerFinding finding) {
        heard.add("found: " + finding.text());
    }

    @Override
    public void cleared(PeerFinding finding) {
        heard.add("cleared: " + finding.text());
    }
}
