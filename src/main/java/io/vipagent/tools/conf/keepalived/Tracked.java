package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Word;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One line of {@code track_script}, {@code track_file} or {@code track_process} within an instance or group.
 *
 * @param name of what is tracked
 * @param weight where the line itself gives one
 * @param line the whole line
 * @param owner the instance or group
 */
public record Tracked(Word name, Optional<Weight> weight, Statement line, Statement owner) {
    static List<Tracked> in(Statement body, String... blocks) {
        return body.children(blocks)
                .flatMap(block -> block.children().stream())
                .map(line -> new Tracked(line.head(), Weight.in(line.words()), line, body))
                .toList();
    }

    /** Returns what is tracked, by any of these blocks. */
    static Stream<Word> names(Statement body, String block) {
        return body.children(block).flatMap(each -> each.children().stream()).flatMap(line -> line.words().stream());
    }
}
