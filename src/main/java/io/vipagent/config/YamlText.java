package io.vipagent.config;

import io.vipagent.core.text.OneLine;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** From text to nodes, and nodes in words. */
public final class YamlText {
    private YamlText() {}

    /** A text that is not YAML. */
    public static final class NotYaml extends Exception {
        private static final long serialVersionUID = 1;

        NotYaml(String message) {
            super(message);
        }
    }

    /** The documents of {@code text}; none where it holds nothing but comments. Makes nodes of it and never objects. */
    public static List<Node> documents(String text) throws NotYaml {
        LoaderOptions options = new LoaderOptions();
        List<Node> documents = new ArrayList<>();
        try {
            Composer composer = new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options);
            while (composer.checkNode()) {
                documents.add(composer.getNode());
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new NotYaml("line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": "
                    + OneLine.line(e.getProblem()) + begun(e));
        } catch (YAMLException e) {
            throw new NotYaml(OneLine.line(String.valueOf(e.getMessage())));
        }
        return documents;
    }

    /** Returns whether nothing was written. */
    static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /** Returns what was written, for a message. */
    static String shown(Node node) {
        return switch (node) {
            case ScalarNode scalar -> "\"" + OneLine.line(scalar.getValue(), 80) + "\"";
            case SequenceNode sequence -> "a list";
            default -> "keys";
        };
    }

    /** Returns where it begins, as editors count. */
    static String line(Node node) {
        return "line " + (node.getStartMark().getLine() + 1);
    }

    /** Returns what was not ended, and where it began: the parser finds out somewhere behind. */
    private static String begun(MarkedYAMLException e) {
        return e.getContextMark() == null
                ? ""
                : ", " + e.getContext() + " of line " + (e.getContextMark().getLine() + 1);
    }
}
