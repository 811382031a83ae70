package io.vipagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vipagent.core.protocol.AgentReply;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final String REPLIES = "vip.agent.agent.check.replies";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** One that came with its first event would hide that event from rate(). */
    @Test
    void everyReplyToHaproxyIsAtZeroFromTheBeginning() {
        new Metrics(registry).begin();
        assertThat(registry.get(REPLIES).counters())
                .allMatch(counter -> counter.count() == 0)
                .extracting(counter -> counter.getId().getTag("reply"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of(AgentReply.values()).map(AgentReply::label), Stream.of("refused"))
                                .toList());
    }
}
