package io.vipagent.core.vip;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What was heard of VRRP. All words go through {@link #hear}, one at a time; readers get immutable views. A word may
 * come late, by a note that was left for the agent: the older one of two does not count.
 */
public final class VrrpBoard {
    /** Names come from outside. A node has a handful of instances. */
    public static final int MAX_INSTANCES = 64;

    private final VrrpListener listener;
    private final Map<String, HeardInstance> entries = new TreeMap<>();
    private volatile VrrpView view;

    /** Hears of changes in their order, on the thread that brought the word. Must not block. */
    @FunctionalInterface
    public interface VrrpListener {
        /** {@code before} is empty where nothing was known of the instance. */
        void changed(Optional<VrrpInstanceState> before, VrrpInstanceState after);
    }

    private record HeardInstance(VrrpInstanceState instance, long heardNanos) {}

    /** Empty; {@code nowNanos} is the monotonic moment. */
    public VrrpBoard(VrrpListener listener, long nowNanos) {
        this.listener = listener;
        this.view = new VrrpView(List.of(), new Since<>(false, nowNanos));
    }

    /**
     * Takes keepalived's word on an instance, as of a moment. Its state is a change only where it was another one.
     *
     * @return whether there was room for it: a new instance takes the place of a deleted one where there are too many
     */
    public synchronized boolean hear(String name, VrrpState state, int priority, Instant at, long atNanos) {
        Optional<HeardInstance> known = Optional.ofNullable(entries.get(name));
        if (known.isPresent() && known.get().heardNanos - atNanos > 0) {
            return true;
        }
        if (known.isEmpty() && !makeRoom()) {
            return false;
        }
        Optional<VrrpInstanceState> before = known.map(HeardInstance::instance);
        VrrpInstanceState after = before.map(old -> after(old, state, priority, at, atNanos))
                .orElseGet(() -> new VrrpInstanceState(name, state, at, atNanos, OptionalInt.of(priority), 0));
        entries.put(name, new HeardInstance(after, atNanos));
        publish(atNanos);
        if (before.isEmpty() || before.get().state() != state) {
            listener.changed(before, after);
        }
        return true;
    }

    /**
     * Takes keepalived's word on the priority of an instance whose state stays; one that is not known is left alone.
     */
    public synchronized void hearPriority(String name, int priority, long atNanos) {
        HeardInstance known = entries.get(name);
        if (known != null && known.heardNanos - atNanos <= 0) {
            VrrpInstanceState is = known.instance;
            VrrpInstanceState now = new VrrpInstanceState(
                    is.name(), is.state(), is.since(), is.sinceNanos(), OptionalInt.of(priority), is.transitions());
            entries.put(name, new HeardInstance(now, atNanos));
            publish(atNanos);
        }
    }

    private static VrrpInstanceState after(
            VrrpInstanceState old, VrrpState state, int priority, Instant at, long atNanos) {
        OptionalInt announced = OptionalInt.of(priority);
        return state == old.state()
                ? new VrrpInstanceState(old.name(), state, old.since(), old.sinceNanos(), announced, old.transitions())
                : new VrrpInstanceState(old.name(), state, at, atNanos, announced, old.transitions() + 1);
    }

    private boolean makeRoom() {
        return entries.size() < MAX_INSTANCES
                || entries.values().removeIf(entry -> entry.instance.state() == VrrpState.DELETED);
    }

    private void publish(long atNanos) {
        List<VrrpInstanceState> all =
                entries.values().stream().map(HeardInstance::instance).toList();
        boolean master = all.stream().anyMatch(instance -> instance.state() == VrrpState.MASTER);
        view = new VrrpView(all, view.master().next(master, atNanos));
    }

    /** Returns what is known now. */
    public VrrpView view() {
        return view;
    }
}
