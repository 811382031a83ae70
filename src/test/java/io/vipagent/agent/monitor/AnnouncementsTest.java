package io.vipagent.agent.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {
    private final List<Decision> heard = new ArrayList<>();

    /** Such as an observer that drains the node because of what it hears: the decision of that comes behind this one. */
    @Test
    void whatIsAddedWhileOneIsAnnouncedComesBehindIt() {
        Decision first = new Denied(Reason.CONNECT_REFUSED, "first");
        Decision second = new Denied(Reason.MAINTENANCE, "second");
        Announcements[] own = new Announcements[1];
        HealthListener listener = new HealthListener() {
            @Override
            public void announced(Decision before, Decision after) {
                if (heard.isEmpty()) {
                    own[0].add(first, second);
                    own[0].announce();
                }
                heard.add(after);
            }
        };
        own[0] = new Announcements(listener);
        own[0].add(second, first);
        own[0].announce();
        assertThat(heard).containsExactly(first, second);
        own[0].announce();
        assertThat(heard).as("each once").hasSize(2);
    }
}
