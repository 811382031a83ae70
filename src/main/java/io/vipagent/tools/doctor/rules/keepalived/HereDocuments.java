package io.vipagent.tools.doctor.rules.keepalived;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The here-documents of a script: text, and no commands. */
final class HereDocuments {
    private static final Pattern BEGIN = Pattern.compile("(?<!<)<<-?+[ \\t]*+[\"']?+(\\w++)[\"']?+");
    private static final Pattern FIRST_WORD = Pattern.compile("\\s*+(\\w++)");

    private final List<String> lines;

    /** The lines that begin with a word, by the word: to look for each end from its beginning would be quadratic. */
    private final Map<String, NavigableSet<Integer>> ends = new HashMap<>();

    private HereDocuments(List<String> lines) {
        this.lines = lines;
        for (int i = 0; i < lines.size(); i++) {
            Matcher word = FIRST_WORD.matcher(lines.get(i));
            if (word.lookingAt()) {
                ends.computeIfAbsent(word.group(1), _ -> new TreeSet<>()).add(i);
            }
        }
    }

    /** Returns {@code text} without them, and without their marks; one that never ends stays. */
    static String removed(String text) {
        return new HereDocuments(text.lines().toList()).removed();
    }

    private String removed() {
        StringBuilder commands = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher begin = BEGIN.matcher(line);
            Integer end = begin.find() ? end(begin.group(1), i) : null;
            if (end == null) {
                commands.append(line).append('\n');
            } else {
                commands.append(line, 0, begin.start())
                        .append(line, begin.end(), line.length())
                        .append('\n');
                i = end;
            }
        }
        return commands.toString();
    }

    private @Nullable Integer end(String word, int begin) {
        NavigableSet<Integer> known = ends.get(word);
        return known == null ? null : known.higher(begin);
    }
}
