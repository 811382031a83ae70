package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Fault;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Sources;
import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.keepalived.Scanner.Definition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads keepalived.conf as keepalived 2.0 to 2.3 does (keepalived.conf(5)): nested blocks, quotes and escapes,
 * comments, joined lines, variables, conditional lines and includes. Never throws and always ends, whatever the text
 * is.
 */
public final class KeepalivedParser {
    /** Deeper than any real configuration; keeps whoever walks the tree from running out of stack. */
    static final int MAX_DEPTH = 40;

    /**
     * Words and blocks of all files together: includes and variables can make far more of them than is in one file, and
     * each takes a hundred bytes and more.
     */
    static final int MAX_PARTS = 150_000;

    private final String configId;
    private final List<Fault> faults = new ArrayList<>();
    private final Variables variables = new Variables();
    private final Inputs inputs;
    private final StatementBuilder root = new StatementBuilder(List.of());
    private final Deque<StatementBuilder> open = new ArrayDeque<>(List.of(root));
    private final List<Word> words = new ArrayList<>();
    private int tooDeep;
    private int parts;

    private KeepalivedParser(String configId, Sources sources) {
        this.configId = configId;
        this.inputs = new Inputs(sources, faults::add);
    }

    /**
     * Returns the tree of {@code source}.
     *
     * @param configId what {@code @ID} lines are compared with: {@code keepalived -i}, else the first part of the
     *     host's name
     */
    public static Tree parse(Source source, String configId, Sources sources) {
        KeepalivedParser parser = new KeepalivedParser(configId, sources);
        parser.inputs.begin(source);
        parser.run();
        return new Tree(
                source.file(),
                parser.root.children().stream().map(StatementBuilder::statement).toList(),
                List.copyOf(parser.faults));
    }

    private void run() {
        while (!inputs.ended() && !isTooLong()) {
            Scanner scanner = inputs.current();
            Optional<Definition> definition = words.isEmpty() ? scanner.definition() : Optional.empty();
            if (definition.isPresent()) {
                variables.define(definition.get().name(), definition.get().value());
            } else {
                take(scanner, scanner.next());
            }
        }
        open.stream()
                .flatMap(node -> node.opened().stream())
                .forEach(at -> fault(at, "the block is not closed; expected a } before the end"));
    }

    private boolean isTooLong() {
        if (parts > MAX_PARTS) {
            fault(inputs.current().position(), "more than " + MAX_PARTS + " words; what is behind is left out");
        }
        return parts > MAX_PARTS;
    }

    private void take(Scanner scanner, Token token) {
        switch (token.kind()) {
            case WORD -> word(scanner, token);
            case OPEN -> open(token.at());
            case CLOSE -> close(token.at());
            case LINE -> endOfStatement();
            case END -> endOfInput();
        }
    }

    /** What ends last may be an include: then this input is left when it comes to its end again. */
    private void endOfInput() {
        if (words.isEmpty()) {
            inputs.leave();
        } else {
            endOfStatement();
        }
    }

    private void word(Scanner scanner, Token token) {
        Optional<String> lines = variables.lines(token.text());
        if (words.isEmpty() && lines.isPresent()) {
            inputs.expand(token.text(), lines.get(), token.at());
            return;
        }
        Optional<String> replaced = variables.replace(token.text());
        if (replaced.isEmpty()) {
            fault(token.at(), "\"" + token.text() + "\" stands for itself, or for far too much");
        }
        String text = replaced.orElse(token.text());
        if (words.isEmpty() && !token.quoted() && text.startsWith("@")) {
            if (!meansUs(text.substring(1))) {
                scanner.skipLine();
            }
        } else if (token.quoted() || text.equals(token.text())) {
            add(text, token.at());
        } else {
            Arrays.stream(text.split("\\s+")).filter(part -> !part.isEmpty()).forEach(part -> add(part, token.at()));
        }
    }

    private void add(String text, Position at) {
        words.add(new Word(text, at));
        parts++;
    }

    private boolean meansUs(String condition) {
        return condition.startsWith("^") ? !condition.substring(1).equals(configId) : condition.equals(configId);
    }

    private void open(Position at) {
        List<StatementBuilder> siblings = open.element().children();
        if (words.isEmpty()
                && (siblings.isEmpty() || siblings.getLast().opened().isPresent())) {
            fault(at, "a block without a name; expected a word before the {");
            words.add(new Word("", at));
        }
        if (!words.isEmpty()) {
            endOfStatement();
        }
        if (tooDeep > 0 || open.size() > MAX_DEPTH) {
            if (tooDeep++ == 0) {
                fault(at, "blocks are nested deeper than " + MAX_DEPTH + "; what is in this one is left out");
            }
            return;
        }
        if (siblings.isEmpty() || siblings.getLast().opened().isPresent()) {
            // What stood before the { was an include, which leaves no statement.
            fault(at, "a block without a name; expected a word before the {");
            siblings.add(new StatementBuilder(List.of(new Word("", at))));
        }
        StatementBuilder node = siblings.getLast();
        parts++;
        node.open(at);
        open.push(node);
    }

    private void close(Position at) {
        endOfStatement();
        if (tooDeep > 0) {
            tooDeep--;
        } else if (open.size() > 1) {
            open.pop();
        } else {
            fault(at, "a } that closes nothing");
        }
    }

    private void endOfStatement() {
        if (words.isEmpty()) {
            return;
        }
        List<Word> statement = List.copyOf(words);
        words.clear();
        if (Inputs.INCLUDES.contains(statement.getFirst().text()) && statement.size() > 1) {
            inputs.include(statement.get(1));
        } else if (tooDeep == 0) {
            open.element().children().add(new StatementBuilder(statement));
        } else {
            parts -= statement.size();
        }
    }

    private void fault(Position at, String message) {
        faults.add(new Fault(at, message));
    }
}
