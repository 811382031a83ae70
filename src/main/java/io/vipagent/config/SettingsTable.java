package io.vipagent.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * All settings, one row for each key, section by section. A row gives the key, its environment variable, parser,
 * default, bounds and message, whether it needs a restart, its line in the output of {@code vip-agent config}, its
 * entry in the JSON Schema, and its row in docs/CONFIGURATION.md.
 *
 * <p>A section is one file ({@link Settings} has those of the node and of the control socket): the rows, the record
 * that holds their values (for targets it is one of {@code core.target}) and the method that makes it.
 */
final class SettingsTable {
    private static final List<Setting<?>> ROWS = Stream.of(
                    Settings.NODE_ROWS,
                    TargetTable.ROWS,
                    TargetTlsTable.ROWS,
                    TargetResponseTable.ROWS,
                    TargetScheduleTable.ROWS,
                    DecisionSettings.ROWS,
                    Settings.CONTROL_ROWS,
                    AgentCheckSettings.ROWS,
                    HttpSettings.ROWS,
                    KeepalivedSettings.ROWS,
                    PeerSettings.ROWS)
            .flatMap(section -> section.rows().stream())
            .toList();

    private SettingsTable() {}

    /** Returns all rows, in the order in which they are printed. */
    static List<Setting<?>> rows() {
        return ROWS;
    }
}
