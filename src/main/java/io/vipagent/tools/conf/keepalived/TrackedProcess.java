package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import java.util.List;

/** A {@code vrrp_track_process}: a process that must be there. */
public record TrackedProcess(Word name, Statement body) {
    /** Returns the process's name and what its arguments must be. */
    public List<String> process() {
        return body.child("process")
                .map(line -> line.arguments().stream()
                        .flatMap(word -> CommandLine.split(word.text()).stream())
                        .toList())
                .orElse(List.of());
    }

    /** Returns what it does to the priority where the line that tracks it does not say; keepalived's default is 1. */
    public Weight weight() {
        return body.child("weight").flatMap(line -> Weight.in(line.words())).orElse(new Weight(1, false));
    }

    /** Returns where {@code key} is written, else where it begins. */
    public Position at(String key) {
        return body.at(key);
    }
}
