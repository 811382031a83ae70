package io.vipagent.render;

import java.util.List;

/** What is rendered for the agent and it does not know yet: vip, peers, keepalived.notify-fifo, decision.bootstrap-grace. */
public final class Pending {
    private static final List<String> KEYS = List.of(
            "(?m)^  vip:\\n(    - .*\\n)+",
            "(?m)^  peers:\\n(    - .*\\n)+",
            "(?m)^ *notify-fifo:.*\\n",
            "(?m)^  decision:\\n    #.*\\n    bootstrap-grace:.*\\n",
            "(?m)^  keepalived:\\n(?! {4})");

    private Pending() {}

    /** The text without it. */
    public static String known(String text) {
        String known = text;
        for (String key : KEYS) {
            known = known.replaceAll(key, "");
        }
        return known;
    }
}
