package io.vipagent.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What is written below a key. */
final class YamlEntries {
    /** An anchor may be merged into itself. */
    private static final int MAX_MERGE_DEPTH = 10;

    /** Aliases of lists of aliases are more merges than any machine has time for, in a few lines of text. */
    private static final int MAX_MERGES = 1000;

    private final String section;
    private final Consumer<String> problems;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private int merges;

    private YamlEntries(String section, Consumer<String> problems) {
        this.section = section;
        this.problems = problems;
    }

    /** Names and values below {@code section}; what is merged into them replaces nothing that is there. */
    static Map<String, NodeTuple> of(MappingNode mapping, String section, Consumer<String> problems) {
        YamlEntries entries = new YamlEntries(section, problems);
        entries.take(mapping, 0);
        return entries.entries;
    }

    /** Returns the key of an entry. */
    static String key(String section, String name) {
        return section.isEmpty() ? name : section + "." + name;
    }

    private void take(MappingNode mapping, int depth) {
        Map<String, NodeTuple> own = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            Node name = entry.getKeyNode();
            if (!(name instanceof ScalarNode word)) {
                problems.accept(
                        "given " + YamlText.shown(name) + " as a key, expected a word (" + YamlText.line(name) + ")");
            } else if (!isMerge(entry)) {
                NodeTuple first = own.putIfAbsent(word.getValue(), entry);
                if (first != null) {
                    problems.accept(key(section, word.getValue()) + ": given twice, on "
                            + YamlText.line(first.getKeyNode()) + " and on " + YamlText.line(name));
                }
            }
        }
        own.forEach(entries::putIfAbsent);
        mapping.getValue().stream()
                .filter(YamlEntries::isMerge)
                .forEach(entry -> merge(entry.getKeyNode(), entry.getValueNode(), depth + 1));
    }

    private void merge(Node key, Node node, int depth) {
        if (depth > MAX_MERGE_DEPTH || merges > MAX_MERGES) {
            return;
        }
        if (++merges > MAX_MERGES) {
            problems.accept(
                    key(section, "<<") + ": merges more than " + MAX_MERGES + " times (" + YamlText.line(key) + ")");
            return;
        }
        switch (node) {
            case MappingNode mapping -> take(mapping, depth);
            case SequenceNode sequence -> sequence.getValue().forEach(each -> merge(key, each, depth + 1));
            default ->
                problems.accept(key(section, "<<") + ": given " + YamlText.shown(node) + ", expected an alias of keys ("
                        + YamlText.line(key) + ")");
        }
    }

    private static boolean isMerge(NodeTuple entry) {
        return entry.getKeyNode().getTag().equals(Tag.MERGE);
    }
}
