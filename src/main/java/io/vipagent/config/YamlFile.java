package io.vipagent.config;

import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the file. Values stay the text that was written: {@code 010} does not become 8, nor {@code no} false. What is
 * not where it belongs is a problem; nothing is passed over.
 */
final class YamlFile {
    /** Of a list; the largest that anybody needs is the agents of a cluster. */
    static final int MAX_VALUES = 1024;

    private final RawConfig written;
    private final OptionReader problems;

    private YamlFile(RawConfig written, OptionReader problems) {
        this.written = written;
        this.problems = problems;
    }

    /** Takes all that {@code text} says, and says which of it cannot be taken. */
    static void read(String text, RawConfig written, OptionReader problems) throws YamlText.NotYaml {
        List<Node> documents = YamlText.documents(text);
        if (documents.size() > 1) {
            problems.add("given more than one document, expected one (" + YamlText.line(documents.get(1)) + ")");
        }
        if (!documents.isEmpty()) {
            new YamlFile(written, problems).root(documents.getFirst());
        }
    }

    private void root(Node root) {
        if (root instanceof MappingNode mapping) {
            entries("", mapping);
        } else if (!YamlText.isNothing(root)) {
            problems.add("given " + YamlText.shown(root) + ", expected the key " + Setting.ROOT + " ("
                    + YamlText.line(root) + ")");
        }
    }

    private void entries(String section, MappingNode mapping) {
        YamlEntries.of(mapping, section, problems::add).forEach((name, entry) -> entry(section, name, entry));
    }

    private void entry(String section, String name, NodeTuple entry) {
        String key = YamlEntries.key(section, name);
        written.at(key, YamlText.line(entry.getKeyNode()));
        if (section.equals(Keys.TARGETS) && !Keys.isTargetName(name)) {
            problems.add(Keys.TARGETS + ": " + YamlText.shown(entry.getKeyNode()) + " is not " + Keys.TARGET_NAME + " ("
                    + YamlText.line(entry.getKeyNode()) + ")");
        } else if (name.contains(".")) {
            problems.say(key, "keys are written one below the other, not with dots");
        } else {
            take(key, entry.getValueNode());
        }
    }

    private void take(String key, Node node) {
        if (Keys.isSection(key)) {
            section(key, node);
        } else if (Keys.isList(key)) {
            list(key, node);
        } else if (Keys.form(key).isPresent()) {
            value(key, node, "one value");
        } else {
            problems.say(key, "unknown key" + (problems.isFull() ? "" : "; the nearest is " + Keys.nearest(key)));
        }
    }

    private void section(String key, Node node) {
        if (key.startsWith(Keys.TARGETS + ".")) {
            written.target(key);
        }
        if (node instanceof MappingNode mapping) {
            entries(key, mapping);
        } else if (!YamlText.isNothing(node)) {
            problems.say(
                    key,
                    "given " + YamlText.shown(node) + ", expected keys below it"
                            + (problems.isFull() ? "" : " such as " + Keys.example(key)));
        }
    }

    private void list(String key, Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            value(key, node, "a list");
            return;
        }
        if (sequence.getValue().size() > MAX_VALUES) {
            problems.say(key, "has " + sequence.getValue().size() + " values, expected at most " + MAX_VALUES);
            return;
        }
        if (sequence.getValue().isEmpty()) {
            problems.say(key, "has no value; leave it out for the default");
        }
        for (int i = 0; i < sequence.getValue().size(); i++) {
            value(key + "[" + i + "]", sequence.getValue().get(i), "one value");
        }
    }

    private void value(String key, Node node, String expected) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.say(key, "given " + YamlText.shown(node) + ", expected " + expected);
        } else if (scalar.getValue().isBlank() || YamlText.isNothing(scalar)) {
            problems.say(key, "has no value; leave it out for the default");
        } else {
            written.put(key, scalar.getValue());
        }
    }
}
