package io.vipagent.bench;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.ApiServer;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Today's practice: kubeadm's script every 3 s, fall 10, rise 2, weight -2, priorities 101, 100 and 99. */
final class KubeadmFailover {
    /** Seconds until the VIP is elsewhere, for each failure by its name. */
    Map<String, Double> measure(Map<String, Behaviour> failures) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        try (Lab lab = Lab.open(3, "keepalived")) {
            lab.nodes().forEach(node -> node.startKeepalived(conf(node, script(node))));
            Node first = lab.node(1);
            lab.awaitVipOn(first);
            for (Map.Entry<String, Behaviour> failure : failures.entrySet()) {
                long start = System.nanoTime();
                first.apiServer().become(failure.getValue());
                while (lab.others(first).stream().noneMatch(Node::holdsVip)) {
                    Pause.lasting(Duration.ofMillis(50));
                }
                seconds.put(failure.getKey(), (System.nanoTime() - start) / 1e9);
                first.apiServer().become(Behaviour.OK);
                lab.awaitVipOn(first);
            }
        }
        return seconds;
    }

    private static Path script(Node node) {
        try {
            Path script =
                    Files.writeString(node.directory().resolve("check_apiserver.sh"), """
                    #!/bin/sh
                    curl -sfk --max-time 2 https://localhost:%d/healthz -o /dev/null || exit 1
                    """.formatted(ApiServer.PORT));
            return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String conf(Node node, Path script) {
        return """
                global_defs {
                    router_id %s
                    script_user root
                }
                vrrp_script check_apiserver {
                    script "%s"
                    interval 3
                    weight -2
                    fall 10
                    rise 2
                }
                vrrp_instance VI_1 {
                    state BACKUP
                    interface eth0
                    virtual_router_id 51
                    priority %d
                    authentication {
                        auth_type PASS
                        auth_pass 42
                    }
                    virtual_ipaddress {
                        %s
                    }
                    track_script {
                        check_apiserver
                    }
                }
                """.formatted(node.name(), script, 102 - node.number(), Lab.VIP);
    }
}
