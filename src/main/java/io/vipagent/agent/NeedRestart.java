package io.vipagent.agent;

import io.vipagent.config.AgentCheckOptions;
import io.vipagent.config.Settings;
import java.util.ArrayList;
import java.util.List;

/** Which keys only a restart can change: what is listened on, and what others have been told of. */
final class NeedRestart {
    private final List<String> keys = new ArrayList<>();

    private NeedRestart() {}

    /** Those that differ; none where {@code next} can take the place of {@code now} at once. */
    static List<String> between(Settings now, Settings next) {
        NeedRestart need = new NeedRestart();
        need.compare("node", now.node(), next.node());
        need.compare("vip", now.vips(), next.vips());
        need.compare("control.socket", now.socket(), next.socket());
        need.compare(
                "agent-check.listen",
                now.agentCheck().map(AgentCheckOptions::listen),
                next.agentCheck().map(AgentCheckOptions::listen));
        need.compare("http.listen", now.http(), next.http());
        need.compare("keepalived", now.keepalived(), next.keepalived());
        need.compare("peers", now.peers().urls(), next.peers().urls());
        need.compare("peer-tls", now.peers().tlsSettings(), next.peers().tlsSettings());
        return need.keys;
    }

    private void compare(String key, Object now, Object next) {
        if (!now.equals(next)) {
            keys.add("vip-agent." + key);
        }
    }
}
