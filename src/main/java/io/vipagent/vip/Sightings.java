package io.vipagent.vip;

import java.util.List;

/**
 * What one look showed.
 *
 * @param vips in the order of the configuration
 * @param lookedNanos when it was taken, monotonic; how old is too old is the reader's to say
 */
public record Sightings(List<Sighting> vips, long lookedNanos) {
    /** Keeps a copy. */
    public Sightings {
        vips = List.copyOf(vips);
    }
}
