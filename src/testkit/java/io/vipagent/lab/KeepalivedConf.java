package io.vipagent.lab;

import io.vipagent.lab.AgentProgram.Runner;
import java.nio.file.Path;

/** keepalived.conf for one node of the lab: weight 0 and a priority of its own, as the measurements recommend. */
public final class KeepalivedConf {
    private static final String ADVERT_SECONDS = "0.5";
    private static final String TRACK_SCRIPT = "    track_script { check_apiserver }\n";
    private static final String TRACK_FILE = "    track_file { may_hold_vip weight 0 reverse }\n";

    private KeepalivedConf() {}

    /** Tracks {@code vip-agent check}. */
    public static String withScript(Node node, Agent agent, Runner runner) {
        return global(node) + script(agent, runner) + instance(node, TRACK_SCRIPT);
    }

    /** Tracks the file that the agent writes while the node may hold the VIP. */
    public static String withTrackFile(Node node, Path file) {
        return global(node) + file(file) + instance(node, TRACK_FILE);
    }

    /** Tracks both: the file for speed, the script as the second line. */
    public static String withBoth(Node node, Agent agent, Path file, Runner runner) {
        return global(node) + script(agent, runner) + file(file) + instance(node, TRACK_SCRIPT + TRACK_FILE);
    }

    private static String script(Agent agent, Runner runner) {
        // Debian 12's keepalived reads whole seconds. On a JVM a check takes most of one where nothing else runs.
        String pace = runner == Runner.NATIVE ? "interval 1\n    timeout 2" : "interval 2\n    timeout 5";
        return """
                vrrp_script check_apiserver {
                    script "%s"
                    %s
                    fall 2
                    rise 1
                }
                """.formatted(agent.checkCommand(), pace);
    }

    private static String file(Path file) {
        return """
                track_file may_hold_vip {
                    file "%s"
                    weight 0 reverse
                }
                """.formatted(file);
    }

    private static String global(Node node) {
        return """
                global_defs {
                    router_id %s
                    enable_script_security
                    script_user root
                    vrrp_priority -20
                }
                """.formatted(node.name());
    }

    private static String instance(Node node, String track) {
        return """
                vrrp_instance VI_1 {
                    version 3
                    state BACKUP
                    interface %s
                    virtual_router_id 51
                    priority %d
                    advert_int %s
                    virtual_ipaddress { %s/32 }
                %s}
                """.formatted(Network.INTERFACE, 200 - node.number(), ADVERT_SECONDS, Lab.VIP, track);
    }
}
