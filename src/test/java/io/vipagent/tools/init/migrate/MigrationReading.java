package io.vipagent.tools.init.migrate;

import static org.assertj.core.api.Assertions.assertThat;

/** Has init take over texts, for tests that live elsewhere. */
public final class MigrationReading {
    private MigrationReading() {}

    /** What init takes over from a node that has these files, whose keepalived runs this script. */
    public static void read(String keepalived, String haproxy, String script) {
        assertThat(new LegacyFixtures()
                        .keepalived("k.conf", keepalived)
                        .haproxy(haproxy)
                        .script("/etc/keepalived/check_apiserver.sh", script)
                        .on("192.0.2.11")
                        .read())
                .isNotNull();
    }
}
