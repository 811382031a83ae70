package io.vipagent.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.lab.Scenes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kernel's word of changed addresses. */
@Timeout(60)
class AddressEventsTest {
    @Test
    void tellOfEveryChangeOfALinkOrAnAddressAndOfNothingElse() {
        assertThat(Scenes.play(AddressEventsScene.class)).isEqualTo("""
                nothing has changed: none
                link: event
                IPv4 added: event
                and all of it is taken: none
                IPv6 added: event
                IPv4 removed: event
                a route: none
                overflow: true
                what came before: event
                after an overflow: event
                the end: none
                after the end: none
                """);
    }

    /** No privileges, and no descriptor left. */
    @Test
    void openAndEndAsOftenAsOneLikes() {
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            AddressEvents events = AddressEvents.open(complaints::add).orElseThrow();
            events.close();
            events.close();
            assertThat(events.await(Duration.ofHours(1))).isFalse();
        }
        assertThat(complaints).isEmpty();
    }
}
