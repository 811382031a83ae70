package io.vipagent.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentRequestTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "  \r\n"})
    void anEmptyLineAsksOfTheNode(String line) {
        assertThat(AgentRequest.parse(line)).isEqualTo(new AgentRequest(Optional.empty(), Duration.ZERO));
    }

    @Test
    void aWordIsATarget() {
        assertThat(AgentRequest.parse(" local\r\n")).isEqualTo(new AgentRequest(Optional.of("local"), Duration.ZERO));
        assertThat(AgentRequest.parse("wait")).isEqualTo(new AgentRequest(Optional.of("wait"), Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "local wait 2s, local, 2000",
        "local  wait\t250ms, local, 250",
        "local wait 9m, local, 3000",
        "local wait 0s, local, 0",
        "wait wait 1s, wait, 1000"
    })
    void anAnswerMayBeHeldBack(String line, String target, long millis) {
        assertThat(AgentRequest.parse(line + "\n"))
                .isEqualTo(new AgentRequest(Optional.of(target), Duration.ofMillis(millis)));
    }

    @Test
    void alsoThatOfTheNode() {
        assertThat(AgentRequest.parse("wait 1s\n"))
                .isEqualTo(new AgentRequest(Optional.empty(), Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"local wait", "local wait soon", "local wait -1s", "local hold 1s", "a b wait 1s", "wait for 1s"
            })
    void anotherFormIsTheNameOfATargetThatIsNotThere(String line) {
        assertThat(AgentRequest.parse(line + "\n")).isEqualTo(new AgentRequest(Optional.of(line), Duration.ZERO));
    }
}
