package io.vipagent.config;

import io.vipagent.check.Printable;
import io.vipagent.config.Keys.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads the file. Values stay the text that was written: {@code 010} does not become 8, nor {@code no} false. What is not
 * where it belongs is a problem; nothing is passed over.
 */
final class YamlFile {
    /** An anchor may be merged into itself. */
    private static final int DEEPEST_MERGE = 10;

    private final Written written;
    private final Problems problems;

    private YamlFile(Written written, Problems problems) {
        this.written = written;
        this.problems = problems;
    }

    /** A text that is not YAML. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    /** Takes all that {@code text} says, and says which of it cannot be taken. */
    static void read(String text, Written written, Problems problems) throws Unreadable {
        List<Node> documents = new ArrayList<>();
        try {
            LoaderOptions options = new LoaderOptions();
            Composer composer = new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options);
            while (composer.checkNode()) {
                documents.add(composer.getNode());
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new Unreadable("line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": "
                    + Printable.line(e.getProblem()) + begun(e));
        } catch (YAMLException e) {
            throw new Unreadable(Printable.line(String.valueOf(e.getMessage())));
        }
        if (documents.size() > 1) {
            problems.line("given more than one document, expected one" + place(documents.get(1)));
        }
        if (!documents.isEmpty()) {
            new YamlFile(written, problems).root(documents.getFirst());
        }
    }

    private void root(Node root) {
        if (root instanceof MappingNode mapping) {
            entries(mapping, "", 0).forEach((name, entry) -> entry("", name, entry));
        } else if (!isNull(root)) {
            problems.line("given " + shown(root) + ", expected the key " + Keys.ROOT + place(root));
        }
    }

    private void entry(String section, String name, NodeTuple entry) {
        String key = section.isEmpty() ? name : section + "." + name;
        if (!section.isEmpty()) {
            written.at(key, "line " + line(entry.getKeyNode()));
        }
        if (section.equals(Keys.TARGETS) && !Keys.isTargetName(name)) {
            problems.line(Keys.TARGETS + ": " + shown(entry.getKeyNode()) + " is not " + Keys.TARGET_NAME
                    + place(entry.getKeyNode()));
        } else if (name.contains(".")) {
            problems.line(key + ": keys are written one below the other, not with dots" + place(entry.getKeyNode()));
        } else {
            Keys.kind(key)
                    .ifPresentOrElse(
                            kind -> take(key, kind, entry.getValueNode()),
                            () -> problems.line(key + ": unknown key; the nearest is " + Keys.nearest(key)
                                    + place(entry.getKeyNode())));
        }
    }

    private void take(String key, Kind kind, Node node) {
        switch (kind) {
            case SECTION -> section(key, node);
            case VALUE -> value(key, node);
            case LIST -> list(key, node);
        }
    }

    private void section(String key, Node node) {
        if (key.startsWith(Keys.TARGETS + ".")) {
            written.target(key);
        }
        if (node instanceof MappingNode mapping) {
            entries(mapping, key, 0).forEach((name, entry) -> entry(key, name, entry));
        } else if (!isNull(node)) {
            problems.say(key, "given " + shown(node) + ", expected keys below it such as " + Keys.example(key));
        }
    }

    private void value(String key, Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.say(key, "given " + shown(node) + ", expected one value");
        } else if (scalar.getValue().isBlank() || isNull(scalar)) {
            problems.say(key, "has no value; leave it out for the default");
        } else {
            written.put(key, scalar.getValue());
        }
    }

    private void list(String key, Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            value(key, node);
            return;
        }
        if (sequence.getValue().isEmpty()) {
            problems.say(key, "has no value; leave it out for the default");
        }
        for (int i = 0; i < sequence.getValue().size(); i++) {
            value(key + "[" + i + "]", sequence.getValue().get(i));
        }
    }

    /** Names and values; what is merged into them comes behind, and does not replace what is there. */
    private Map<String, NodeTuple> entries(MappingNode mapping, String section, int depth) {
        Map<String, NodeTuple> entries = new LinkedHashMap<>();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node name = tuple.getKeyNode();
            if (name.getTag().equals(Tag.MERGE)) {
                merged.add(tuple.getValueNode());
                continue;
            }
            if (!(name instanceof ScalarNode scalar)) {
                problems.line("given " + shown(name) + " as a key, expected a word" + place(name));
                continue;
            }
            String text = scalar.getValue();
            NodeTuple first = entries.putIfAbsent(text, tuple);
            if (first != null) {
                problems.line((section.isEmpty() ? text : section + "." + text) + ": given twice, on line "
                        + line(first.getKeyNode()) + " and on line " + line(name));
            }
        }
        for (int i = 0; i < merged.size() && depth < DEEPEST_MERGE; i++) {
            switch (merged.get(i)) {
                case MappingNode other -> entries(other, section, depth + 1).forEach(entries::putIfAbsent);
                case SequenceNode others -> merged.addAll(others.getValue());
                default ->
                    problems.line(section + ".<<: given " + shown(merged.get(i)) + ", expected an alias of keys"
                            + place(merged.get(i)));
            }
        }
        return entries;
    }

    /** What was not ended, and where it began: the parser finds out at the end of the file. */
    private static String begun(MarkedYAMLException e) {
        return e.getContextMark() == null
                ? ""
                : ", " + e.getContext() + " of line " + (e.getContextMark().getLine() + 1);
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static String shown(Node node) {
        return switch (node) {
            case ScalarNode scalar -> "\"" + Printable.line(scalar.getValue(), 80) + "\"";
            case SequenceNode sequence -> "a list";
            default -> "keys";
        };
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static String place(Node node) {
        return " (line " + line(node) + ")";
    }
}
