package io.vipagent.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with every problem that it has. */
public final class InvalidConfiguration extends Exception {
    private static final long serialVersionUID = 1;

    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

    /** {@code problems} is not empty; each becomes one line, whatever a file had in a key or a name. */
    public InvalidConfiguration(String where, List<String> problems) {
        super(oneLine(where) + ":\n  "
                + problems.stream().map(InvalidConfiguration::oneLine).collect(Collectors.joining("\n  ")));
    }

    private static String oneLine(String text) {
        return CONTROLS.matcher(text).replaceAll(" ");
    }
}
