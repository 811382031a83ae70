package io.vipagent.tools.conf;

import java.io.IOException;
import java.util.List;

/** Where included files come from, as a port. */
@FunctionalInterface
public interface Sources {
    /** Nothing can be included. */
    Sources NONE = (pattern, from) -> List.of();

    /**
     * Returns the files that match, in the order of their names.
     *
     * @param pattern a path that may hold wildcards
     * @param from the file that asks: a relative pattern begins beside it
     * @throws IOException where one of them cannot be read
     */
    List<Source> matching(String pattern, String from) throws IOException;
}
