package io.vipagent.config;

import io.vipagent.core.text.OneLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** From text to nodes, and nodes in words. */
public final class YamlText {
    /** Nobody's manifests are more in one file; a file of dashes alone would be a hundred thousand. */
    private static final int MAX_DOCUMENTS = 1000;

    private YamlText() {}

    /** A text that is not YAML. */
    public static final class NotYaml extends Exception {
        private static final long serialVersionUID = 1;

        NotYaml(String message) {
            super(message);
        }
    }

    /**
     * Returns the documents of {@code text}; none where it holds nothing but comments. Makes nodes of it and never
     * objects.
     */
    public static List<Node> documents(String text) throws NotYaml {
        LoaderOptions options = new LoaderOptions();
        List<Node> documents = new ArrayList<>();
        try {
            Events events = new Events(text, options);
            Composer composer = new Composer(events, new Resolver(), options);
            while (composer.checkNode()) {
                if (documents.size() == MAX_DOCUMENTS) {
                    throw new NotYaml(events.place() + ": more than " + MAX_DOCUMENTS + " documents");
                }
                documents.add(node(composer, events));
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new NotYaml(place(mark) + ": " + OneLine.line(e.getProblem()) + begun(e));
        } catch (YAMLException e) {
            throw new NotYaml(OneLine.line(String.valueOf(e.getMessage())));
        }
        return documents;
    }

    /**
     * Composes a node; of a tag such as {@code !a%20} SnakeYAML's own exception does not say that it is the text's
     * fault.
     */
    private static Node node(Composer composer, Events events) throws NotYaml {
        try {
            return composer.getNode();
        } catch (IllegalArgumentException e) {
            throw new NotYaml(events.place() + ": malformed tag");
        }
    }

    private static String place(Mark mark) {
        return "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    /** The events of a text, of which the last one that was taken is known. */
    private static final class Events extends ParserImpl {
        private @Nullable Event last;

        Events(String text, LoaderOptions options) {
            super(new StreamReader(text), options);
        }

        @Override
        public Event getEvent() {
            Event event = super.getEvent();
            last = event;
            return event;
        }

        String place() {
            return last == null ? "line 1" : YamlText.place(last.getStartMark());
        }
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
