package io.vipagent.keepalived.conf;

import io.vipagent.text.Word;
import java.util.List;

/** A {@code vrrp_track_process}: a process that must be there. */
public record TrackedProcess(Word name, Statement body) {
    /** The process's name and what its arguments must be. */
    public List<String> process() {
        return body.child("process")
                .map(line -> line.arguments().stream()
                        .flatMap(word -> CommandLine.split(word.text()).stream())
                        .toList())
                .orElse(List.of());
    }
}
