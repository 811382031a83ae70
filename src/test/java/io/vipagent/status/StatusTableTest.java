package io.vipagent.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The table, to the letter. */
class StatusTableTest {
    private static final String MIXED = """
            node         cp1
            may hold VIP yes (granted): may hold the VIP

            TARGET            ROLE      STATE     FOR    PROBE     IN A ROW    WHY
            local             local     up        1m01s  12.3ms    120 passed
            a-name-of-length  backend   down      3.5s   1250.0ms  7 failed    SERVER_ERROR a-name-of-length: status 500: [-]etcd failed
            haproxy           frontend  stale     1h00m  -         1 failed    STALE haproxy: no outcome in time
            vip               vip       starting  10ms   -         0 passed    STARTING vip: not probed yet
            """;

    @Test
    void showsEveryTargetInARowOfItsOwn() {
        assertThat(StatusTable.of("cp1", Views.mixed())).isEqualTo(MIXED);
    }

    @Test
    void saysWhyTheNodeIsDrained() {
        assertThat(StatusTable.of("cp1", Views.drained())).isEqualTo("""
                        node         cp1
                        may hold VIP no (denied): MAINTENANCE new "kernel"
                        maintenance  new "kernel"

                        TARGET  ROLE   STATE  FOR   PROBE  IN A ROW  WHY
                        local   local  up     1.0s  -      2 passed
                        """);
    }

    /** Scripts read it too, also where the machine writes 12,3. */
    @Test
    void isTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[] {"de-DE", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(StatusTable.of("cp1", Views.mixed())).as(tag).isEqualTo(MIXED);
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
