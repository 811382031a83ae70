package io.vipagent.agent;

import io.vipagent.config.Settings;
import io.vipagent.haproxy.AgentCheckServer.Options;
import java.util.ArrayList;
import java.util.List;

/** Which keys only a restart can change: what is listened on, and what others have been told of. */
final class Reload {
    private final List<String> keys = new ArrayList<>();

    private Reload() {}

    /** Those that differ; none where {@code next} can take the place of {@code now} at once. */
    static List<String> needRestart(Settings now, Settings next) {
        Reload reload = new Reload();
        reload.compare("node", now.node(), next.node());
        reload.compare("vip", now.vips(), next.vips());
        reload.compare("control.socket", now.socket(), next.socket());
        reload.compare(
                "agent-check.listen",
                now.agentCheck().map(Options::listen),
                next.agentCheck().map(Options::listen));
        reload.compare("http.listen", now.http(), next.http());
        reload.compare("keepalived", now.keepalived(), next.keepalived());
        reload.compare("peers", now.peers().urls(), next.peers().urls());
        reload.compare("peer-tls", now.peers().trust(), next.peers().trust());
        return reload.keys;
    }

    private void compare(String key, Object now, Object next) {
        if (!now.equals(next)) {
            keys.add("vip-agent." + key);
        }
    }
}
