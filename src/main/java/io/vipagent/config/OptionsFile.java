package io.vipagent.config;

import io.vipagent.core.text.DidYouMean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A command's options, written as YAML: one key for each option. As strict as the configuration: values stay the text
 * that was written, and what is not where it belongs is a problem.
 */
public final class OptionsFile {
    private final Map<String, ValueForm> known;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, List<RawOption>> given = new LinkedHashMap<>();

    private OptionsFile(Map<String, ValueForm> known) {
        this.known = known;
    }

    /**
     * What a file says.
     *
     * @param given by the key
     * @param problems everything that could not be taken; of many the first ones alone say what was meant
     */
    public record GivenOptions(Map<String, List<RawOption>> given, List<String> problems) {}

    /** Reads a file whose keys are these. */
    public static GivenOptions read(String text, Map<String, ValueForm> known) {
        OptionsFile file = new OptionsFile(known);
        try {
            file.documents(YamlText.documents(text));
        } catch (YamlText.NotYaml e) {
            file.problems.add("not YAML: " + e.getMessage());
        }
        return new GivenOptions(file.given, List.copyOf(file.problems));
    }

    /** Returns which key is most like {@code name}, where somebody will be told: looking for it is work. */
    private String nearest(String name) {
        return problems.size() < OptionReader.MAX_PROBLEMS
                ? "; the nearest is " + DidYouMean.to(name, List.copyOf(known.keySet()))
                : "";
    }

    private void documents(List<Node> documents) {
        if (documents.size() > 1) {
            problems.add("given more than one document, expected one (" + YamlText.line(documents.get(1)) + ")");
        }
        if (documents.isEmpty()) {
            return;
        }
        Node root = documents.getFirst();
        if (root instanceof MappingNode mapping) {
            YamlEntries.of(mapping, "", problems::add).forEach(this::entry);
        } else if (!YamlText.isNothing(root)) {
            problems.add(
                    "given " + YamlText.shown(root) + ", expected keys such as set-up (" + YamlText.line(root) + ")");
        }
    }

    private void entry(String key, NodeTuple entry) {
        Node value = entry.getValueNode();
        switch (known.get(key)) {
            case null ->
                problems.add(key + ": unknown key" + nearest(key) + " (" + YamlText.line(entry.getKeyNode()) + ")");
            case VALUE -> take(key, "", value, "one value");
            case LIST -> list(key, value);
            case PAIRS -> pairs(key, value);
        }
    }

    private void list(String key, Node node) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> take(key, "", item, "one value"));
        } else {
            take(key, "", node, "a list");
        }
    }

    private void pairs(String key, Node node) {
        if (node instanceof MappingNode mapping) {
            YamlEntries.of(mapping, key, problems::add)
                    .forEach((name, entry) -> take(key, name + "=", entry.getValueNode(), "one value"));
        } else {
            problems.add(key + ": given " + YamlText.shown(node) + ", expected keys below it, each with one value ("
                    + YamlText.line(node) + ")");
        }
    }

    private void take(String key, String name, Node node, String expected) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.add(key + ": given " + YamlText.shown(node) + ", expected " + expected + " (" + YamlText.line(node)
                    + ")");
        } else if (scalar.getValue().isBlank() || YamlText.isNothing(scalar)) {
            problems.add(key + ": has no value; leave it out for the default (" + YamlText.line(node) + ")");
        } else {
            given.computeIfAbsent(key, none -> new ArrayList<>())
                    .add(new RawOption(key, name + scalar.getValue().strip(), Optional.of(YamlText.line(node))));
        }
    }
}
