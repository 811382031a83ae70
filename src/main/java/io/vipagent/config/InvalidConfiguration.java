package io.vipagent.config;

import io.vipagent.core.text.OneLine;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with every problem that it has. */
public final class InvalidConfiguration extends Exception {
    private static final long serialVersionUID = 1;

    /** The characters of a problem, or of a path, that are shown: a file may have a key of its own length. */
    private static final int MAX_LINE_LENGTH = 500;

    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

    /** {@code problems} is not empty; each becomes one line, whatever a file had in a key or a name. */
    public InvalidConfiguration(String where, List<String> problems) {
        super(oneLine(where) + ":\n  "
                + problems.stream().map(InvalidConfiguration::oneLine).collect(Collectors.joining("\n  ")));
    }

    private static String oneLine(String text) {
        return CONTROLS.matcher(OneLine.shortened(text, MAX_LINE_LENGTH)).replaceAll(" ");
    }
}
