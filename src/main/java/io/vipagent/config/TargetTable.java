package io.vipagent.config;

import static io.vipagent.config.ValueType.BOOL;
import static io.vipagent.config.ValueType.TARGET_URL;
import static io.vipagent.config.ValueType.word;

import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** The rows of each {@link Target}, below {@code targets.NAME}, and how the targets are read. */
final class TargetTable {
    static final Setting.Rows<Target> ROWS = new Setting.Rows<>(Target.class);

    /** The target that is there by itself: this node's apiserver. */
    static final String LOCAL = "local";

    /** What is asked of the target {@code local} where nothing else is said. */
    static final URI LOCAL_URL = URI.create("https://127.0.0.1:6443/readyz");

    /** Each has a thread; no cluster has as many apiservers. */
    static final int MAX_TARGETS = 1024;

    static final Setting<URI> URL = ROWS.value(Setting.TARGET + "url", TARGET_URL, Target::url)
            .orElse("`" + LOCAL_URL + "` for `local`, else needed")
            .does("What is asked, with GET. Prefer `/readyz`: `/healthz` stays 200 while an apiserver "
                    + "shuts down.");

    static final Setting<TargetRole> ROLE = ROWS.value(
                    Setting.TARGET + "role", word("a role: ", TargetRole.class), Target::role)
            .orElse("`local` for the target of that name, else needed")
            .does("`local`: this node's apiserver. `backend`: another node's; known backends make "
                    + "`hold-when-all-down` possible. `frontend`: the local haproxy. `vip`: through the "
                    + "virtual IP; observed, never decides, since on a backup node it is another node that "
                    + "answers.");

    static final Setting<Boolean> ENABLED = ROWS.optional(Setting.TARGET + "enabled", BOOL, target -> Optional.empty())
            .or("true")
            .does("`false` removes the target, `local` too: for a load-balancer node without an apiserver.");

    private TargetTable() {}

    /** Returns the targets that are enabled, the local one first. */
    static List<Target> read(SettingValues values) {
        SortedSet<String> names = values.targets();
        List<Target> targets = new ArrayList<>();
        if (names.size() > MAX_TARGETS) {
            values.say(Keys.TARGETS, "has " + names.size() + " targets, expected at most " + MAX_TARGETS);
            return targets;
        }
        names.stream()
                .filter(name -> !name.equals(LOCAL))
                .forEach(name -> read(values.of(name), name).ifPresent(targets::add));
        if (names.contains(LOCAL) || targets.stream().noneMatch(target -> target.role() == TargetRole.LOCAL)) {
            read(values.of(LOCAL), LOCAL).ifPresent(targets::addFirst);
        }
        return targets;
    }

    private static Optional<Target> read(SettingValues values, String name) {
        if (!values.value(ENABLED)) {
            return Optional.empty();
        }
        TargetRole role = values.written(ROLE).orElse(TargetRole.LOCAL);
        if (!name.equals(LOCAL)) {
            values.require(ROLE);
            values.require(URL);
        }
        URI url = values.written(URL).orElse(LOCAL_URL);
        return Optional.of(new Target(
                name,
                role,
                url,
                TargetTlsTable.read(values),
                TargetResponseTable.read(values, url),
                TargetScheduleTable.read(values, role),
                TargetScheduleTable.ping(values, url)));
    }
}
