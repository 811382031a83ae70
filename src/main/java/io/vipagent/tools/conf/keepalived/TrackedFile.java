package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import java.util.Optional;

/** A {@code track_file} ({@code vrrp_track_file} before 2.1): a file whose number keepalived follows. */
public record TrackedFile(Word name, Statement body) {
    /** Returns the path of the file, where one is written. */
    public Optional<Word> file() {
        return body.value("file");
    }

    /**
     * Returns what its number is multiplied with where the line that tracks it does not say; keepalived's default is 1.
     */
    public Weight weight() {
        return body.child("weight").flatMap(line -> Weight.in(line.words())).orElse(new Weight(1, false));
    }

    /** Returns where {@code key} is written, else where it begins. */
    public Position at(String key) {
        return body.at(key);
    }
}
