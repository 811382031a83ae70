package io.vipagent.cli;

import io.vipagent.core.protocol.Request.Format;
import java.util.Locale;

/** How {@code status} is written. */
enum StatusFormat {
    /** A table for people. */
    TABLE(Format.TABLE, Format.CLUSTER),
    /** For people, with every column. */
    WIDE(Format.WIDE, Format.CLUSTER_WIDE),
    /** An object for machines. */
    JSON(Format.JSON, Format.CLUSTER_JSON),
    /** The same as YAML. */
    YAML(Format.JSON, Format.CLUSTER_JSON),
    /** The metrics, as Prometheus scrapes them. */
    PROMETHEUS(Format.PROMETHEUS, Format.PROMETHEUS);

    private final Format node;
    private final Format cluster;

    StatusFormat(Format node, Format cluster) {
        this.node = node;
        this.cluster = cluster;
    }

    /** Returns what the agent is asked for. */
    Format asked(boolean ofTheCluster) {
        return ofTheCluster ? cluster : node;
    }

    /** Returns the word on the command line, and what picocli shows where another was given. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
