package io.vipagent.core.health;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;

/** How long each phase of a probe took, in nanoseconds; a phase that was not completed has no value. */
public final class Phases {
    /** No phase was completed. */
    public static final Phases NONE = new Phases(Map.of());

    private final Map<Phase, Long> nanos;

    private Phases(Map<Phase, Long> nanos) {
        this.nanos = nanos;
    }

    /** Returns the phases of {@code nanos}, copied. */
    public static Phases of(Map<Phase, Long> nanos) {
        return nanos.isEmpty() ? NONE : new Phases(new EnumMap<>(nanos));
    }

    /** Returns how long {@code phase} took, if it was completed. */
    public OptionalLong nanos(Phase phase) {
        Long value = nanos.get(phase);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Calls {@code action} for each completed phase, in order. */
    public void forEach(ObjLongConsumer<Phase> action) {
        nanos.forEach((phase, value) -> action.accept(phase, value));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Phases that && nanos.equals(that.nanos);
    }

    @Override
    public int hashCode() {
        return nanos.hashCode();
    }

    @Override
    public String toString() {
        return nanos.toString();
    }
}
