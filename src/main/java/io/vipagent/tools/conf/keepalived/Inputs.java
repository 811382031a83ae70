package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Fault;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Sources;
import io.vipagent.tools.conf.Word;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What is read: a file, within it those that it includes and what its variables stand for. */
final class Inputs {
    static final Set<String> INCLUDES = Set.of("include", "includer", "includem", "includew", "includeb", "includea");

    private static final int MAX_PARTS = 2_000;
    private static final long MAX_CHARACTERS = 16 << 20;

    private final Sources sources;
    private final Consumer<Fault> faults;
    private final Deque<Input> stack = new ArrayDeque<>();
    private int begun;
    private long characters;

    /**
     * A file or the value of a variable, while it is read.
     *
     * @param within what it is inside of, itself too: files by name, variables by their use
     */
    private record Input(String file, Scanner scanner, Set<String> within) {}

    Inputs(Sources sources, Consumer<Fault> faults) {
        this.sources = sources;
        this.faults = faults;
    }

    void begin(Source source) {
        begin(source, Optional.empty(), source.file(), within());
    }

    boolean ended() {
        return stack.isEmpty();
    }

    Scanner current() {
        return stack.element().scanner();
    }

    void leave() {
        stack.pop();
    }

    /** Reads the lines that a variable stands for before anything else; all of them are where the variable is. */
    void expand(String variable, String lines, Position at) {
        Source source = new Source(stack.element().file(), lines);
        if (within().contains(variable)) {
            faults.accept(new Fault(at, variable + " stands for itself"));
        } else if (roomFor(at)) {
            begin(source, Optional.of(at), variable, within());
        }
    }

    /** Reads the files of a pattern before anything else. */
    void include(Word pattern) {
        if (!roomFor(pattern.at())) {
            return;
        }
        try {
            Set<String> within = within();
            List<Source> found =
                    sources.matching(pattern.text(), stack.element().file()).reversed();
            // The first file has the place that the pattern took: one that finds nothing was looked for as well.
            begun -= found.isEmpty() ? 0 : 1;
            for (Source source : found) {
                if (!roomFor(pattern.at())) {
                    return;
                }
                if (within.contains(source.file())) {
                    // It has been read to no end, and would be again.
                    characters += source.text().length();
                    faults.accept(new Fault(pattern.at(), source.file() + " is included in a circle"));
                } else {
                    begin(source, Optional.empty(), source.file(), within);
                }
            }
        } catch (IOException e) {
            faults.accept(new Fault(pattern.at(), "cannot include " + pattern.text() + ": " + e.getMessage()));
        }
    }

    private void begin(Source source, Optional<Position> fixed, String name, Set<String> within) {
        characters += source.text().length();
        Set<String> all = new HashSet<>(within);
        all.add(name);
        stack.push(new Input(source.file(), new Scanner(source, fixed, faults), all));
    }

    private Set<String> within() {
        return stack.isEmpty() ? Set.of() : stack.element().within();
    }

    /** Also where nothing is in a circle, each of twenty files may include the next one twice. */
    private boolean roomFor(Position at) {
        if (characters > MAX_CHARACTERS) {
            begun = Math.max(begun, MAX_PARTS);
        }
        if (begun == MAX_PARTS) {
            faults.accept(new Fault(
                    at,
                    "too much is included; expected at most " + MAX_PARTS + " parts and " + (MAX_CHARACTERS >> 20)
                            + " MiB"));
        }
        return begun++ < MAX_PARTS;
    }
}
