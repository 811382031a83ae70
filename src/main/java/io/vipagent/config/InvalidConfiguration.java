package io.vipagent.config;

import java.util.List;

/** A configuration that cannot be used, with every problem that it has. */
public final class InvalidConfiguration extends Exception {
    private static final long serialVersionUID = 1;

    /** {@code problems} is not empty; one line each. */
    public InvalidConfiguration(String where, List<String> problems) {
        super(where + ":\n  " + String.join("\n  ", problems));
    }
}
