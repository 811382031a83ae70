package io.vipagent.core.vip;

/**
 * A fact, and since when it has been so.
 *
 * @param nanos a monotonic reading
 */
public record Since<T>(T value, long nanos) {
    /** Returns the fact once it is {@code next}: where that is the same, it has been so for as long as before. */
    public Since<T> next(T next, long nowNanos) {
        return value.equals(next) ? this : new Since<>(next, nowNanos);
    }
}
