package io.vipagent.tools.conf.keepalived;

import java.util.ArrayList;
import java.util.List;

/** How keepalived cuts a script's line into arguments: at white space that is not between single or double quotes. */
final class CommandLine {
    private CommandLine() {}

    static List<String> split(String line) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        char quote = 0;
        boolean begun = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                begun = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    arguments.add(argument.toString());
                    argument.setLength(0);
                }
                begun = false;
            } else {
                argument.append(c);
                begun = true;
            }
        }
        if (begun) {
            arguments.add(argument.toString());
        }
        return List.copyOf(arguments);
    }
}
