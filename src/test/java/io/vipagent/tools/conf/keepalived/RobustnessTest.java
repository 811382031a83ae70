package io.vipagent.tools.conf.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Sources;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text is, there is an answer. A hang is found by the build's own time limit. */
class RobustnessTest {
    private static final String WHOLE = """
            ! comment
            $X=\\
              vrrp_track_process p { \\
                process "haproxy" \\
              }
            $N=51
            global_defs {
                enable_script_security
                script_user "vip-agent" # who
            }
            include conf.d/*.conf
            vrrp_script apiserver { script "/usr/bin/vip-agent check --config '/a b' \\"x\\" \\x41\\101" ; interval 1 }
            $X
            vrrp_instance VI_1
            {
            @cp1    priority 101
            @^cp1   priority 100
                virtual_router_id ${N}
                track_script { apiserver weight -2 reverse }
                virtual_ipaddress { 192.0.2.100/24 dev eth0 }
            }
            """;

    @Test
    void everyTruncationIsRead() {
        for (int end = 0; end <= WHOLE.length(); end++) {
            read(WHOLE.substring(0, end));
        }
        assertThat(read(WHOLE).faults()).isEmpty();
    }

    @Test
    void everyTextWithoutOneCharacterIsRead() {
        for (int gone = 0; gone < WHOLE.length(); gone++) {
            read(WHOLE.substring(0, gone) + WHOLE.substring(gone + 1));
        }
    }

    @Test
    void noiseIsRead() {
        Random random = new Random(5);
        String letters = "a{}\"'\\#!$@=\n\r\t ~\uFEFF\uFFFF\0x";
        for (int round = 0; round < 2000; round++) {
            StringBuilder noise = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                noise.append(letters.charAt(random.nextInt(letters.length())));
            }
            read(noise.toString());
        }
    }

    @Test
    void depthAndLengthAreNoMatter() {
        assertThat(read("a {\n".repeat(100_000)).faults()).hasSize(41);
        assertThat(read("a { ".repeat(100_000) + "} ".repeat(100_000)).faults()).hasSize(1);
        assertThat(read("}".repeat(1000)).faults()).hasSize(1000);
        assertThat(read("vrrp_instance i { unicast_peer {\n" + "192.0.2.1\n".repeat(1000) + "} }")
                        .instances()
                        .getFirst()
                        .peers())
                .hasSize(1000);
        read("\\".repeat(100_000));
        read("\"" + "x".repeat(100_000));
        read("$A=" + "$B ".repeat(1000) + "\n$B=" + "$C ".repeat(1000) + "\n$C=x\n$A");
    }

    private static KeepalivedConf read(String text) {
        KeepalivedConf conf = new KeepalivedConf(KeepalivedParser.parse(new Source("f", text), "cp1", Sources.NONE));
        conf.scripts().forEach(script -> assertThat(script.arguments()).isNotNull());
        conf.instances().forEach(instance -> assertThat(instance.addresses()).isNotNull());
        assertThat(conf.unknown()).isNotNull();
        return conf;
    }
}
