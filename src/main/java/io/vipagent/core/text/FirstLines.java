package io.vipagent.core.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Lines for people, each once: the first of them are kept, and of the others their number, so that none is lost. */
public final class FirstLines {
    private final int max;
    private final Set<String> first = new LinkedHashSet<>();
    private int more;

    /** Keeps at most {@code max} lines. */
    public FirstLines(int max) {
        this.max = max;
    }

    /** Returns the first {@code max} of {@code lines}, and behind them how many more there are. */
    public static List<String> of(Collection<String> lines, int max) {
        FirstLines kept = new FirstLines(max);
        lines.forEach(kept::add);
        return kept.lines();
    }

    /** Adds a line behind those that are there. */
    public void add(String line) {
        if (!isFull()) {
            first.add(line);
        } else if (!first.contains(line)) {
            more++;
        }
    }

    /** Returns whether more lines are only counted: their words need not be looked for. */
    public boolean isFull() {
        return first.size() >= max;
    }

    /** Returns those that were kept, in their order, and behind them how many more there are. */
    public List<String> lines() {
        List<String> all = new ArrayList<>(first);
        if (more > 0) {
            all.add("and " + more + " more");
        }
        return List.copyOf(all);
    }
}
