package io.vipagent.core.status;

import io.vipagent.core.history.EventKind;
import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.history.Story;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A stretch of time in which one node held a virtual IP, be it one of several.
 *
 * @param from when that was first known
 * @param to when it held none any more; empty: it still does
 */
public record HolderTimeline(String node, Instant from, Optional<Instant> to) {
    /** The name in an {@link EventKind#HOLDERS} event's fields under which the nodes are that hold the virtual IP. */
    public static final String NODES = "nodes";

    /** Returns what {@code history} says, in the order in which the stretches began. */
    public static List<HolderTimeline> of(List<HistoryEvent> history) {
        Map<String, Set<String>> holders = new HashMap<>();
        Map<String, Instant> since = new LinkedHashMap<>();
        List<HolderTimeline> stretches = new ArrayList<>();
        for (HistoryEvent event : Story.sorted(history)) {
            if (event.kind() == EventKind.HOLDERS && event.fields().containsKey(NODES)) {
                String nodes = event.fields().getOrDefault(NODES, "");
                holders.put(
                        event.subject(),
                        nodes.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(nodes.split(",", -1))));
            } else if (event.kind() == EventKind.ADDRESS) {
                // What a node sees of itself comes before what it hears of all.
                Set<String> names = new TreeSet<>(holders.getOrDefault(event.subject(), Set.of()));
                if (event.state().equals(Story.HERE)) {
                    names.add(event.node());
                } else {
                    names.remove(event.node());
                }
                holders.put(event.subject(), names);
            } else {
                continue;
            }
            Set<String> now = new TreeSet<>();
            holders.values().forEach(now::addAll);
            now.forEach(node -> since.putIfAbsent(node, event.at()));
            since.entrySet().removeIf(held -> {
                boolean over = !now.contains(held.getKey());
                if (over) {
                    stretches.add(new HolderTimeline(held.getKey(), held.getValue(), Optional.of(event.at())));
                }
                return over;
            });
        }
        since.forEach((node, from) -> stretches.add(new HolderTimeline(node, from, Optional.empty())));
        stretches.sort(Comparator.comparing(HolderTimeline::from).thenComparing(HolderTimeline::node));
        return stretches;
    }
}
