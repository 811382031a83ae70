package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Word;
import java.util.List;

/** A {@code vrrp_sync_group}: instances that move together. */
public record SyncGroup(Word name, Statement body) {
    /** Returns the names of its instances. */
    public List<String> instances() {
        return Tracked.names(body, "group").map(Word::text).toList();
    }

    /** Returns whether weights of the instances count although they are in a group. */
    public boolean countsWeights() {
        return body.child("sync_group_tracking_weight").isPresent();
    }

    /** Returns the scripts that count for the whole group. */
    public List<Tracked> scripts() {
        return Tracked.in(body, "track_script");
    }

    /** Returns the files that count for the whole group. */
    public List<Tracked> files() {
        return Tracked.in(body, "track_file");
    }

    /** Returns the processes that count for the whole group. */
    public List<Tracked> processes() {
        return Tracked.in(body, "track_process");
    }
}
