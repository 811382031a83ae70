package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Question;
import io.vipagent.core.protocol.UnusableFile;
import io.vipagent.platform.time.HandTicker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetConnectionsTest {
    private final List<ScriptedConnection> opened = new ArrayList<>();
    private final TargetConnections connections = new TargetConnections((hello, listener) -> {
        ScriptedConnection connection =
                new ScriptedConnection(opened.size(), hello, listener, new HandTicker(0), asked -> {});
        opened.add(connection);
        return connection;
    });

    @Test
    void keepsTheConnectionThatAnsweredLastAndEndsTheOneBefore() throws UnusableFile {
        ScriptedConnection first = dial();
        assertThat(connections.idle()).as("nobody knows yet whether it answers").isEmpty();
        connections.keep(first);
        ScriptedConnection second = dial();
        connections.keep(second);
        assertThat(connections.kept(Question.FULL)).contains(second);
        assertThat(first.state).isEqualTo("ended");
        connections.keep(second);
        assertThat(second.state).isEqualTo("open");
    }

    @Test
    void keepsNoneThatCannotBeAskedAgain() throws UnusableFile {
        ScriptedConnection first = dial();
        connections.keep(first);
        first.state = "gone";
        connections.keep(first);
        assertThat(connections.drop(first)).as("it was dropped already").isFalse();
        ScriptedConnection second = dial();
        connections.keep(second);
        ScriptedConnection third = dial();
        third.state = "gone";
        connections.keep(third);
        assertThat(connections.idle()).as("the one before stays").contains(second);
    }

    @Test
    void aFullQuestionWantsTheTlsFilesOfNowAndAPingDoesNot() throws UnusableFile {
        ScriptedConnection kept = dial();
        connections.keep(kept);
        kept.current = false;
        assertThat(connections.kept(Question.FULL)).isEmpty();
        assertThat(connections.kept(Question.PING)).contains(kept);
        assertThat(connections.idle()).contains(kept);
    }

    @Test
    void saysOfADroppedConnectionWhetherItWasTheOneThatIsKept() throws UnusableFile {
        ScriptedConnection kept = dial();
        ScriptedConnection other = dial();
        connections.keep(kept);
        assertThat(connections.drop(other)).isFalse();
        assertThat(connections.drop(kept)).isTrue();
        assertThat(connections.drop(kept)).isFalse();
        assertThat(connections.idle()).isEmpty();
    }

    @Test
    void beginsWithTheFullHelloOnceTheServerHasDemandedIt() throws UnusableFile {
        ScriptedConnection lean = dial();
        connections.keep(lean);
        assertThat(dial().hello).isEqualTo(ClientHello.LEAN);
        ScriptedConnection full = (ScriptedConnection) connections.dialInFull(ScriptedConnection.NOBODY);
        assertThat(full.hello).isEqualTo(ClientHello.FULL);
        full.demandsAll = true;
        connections.keep(full);
        assertThat(dial().hello).isEqualTo(ClientHello.FULL);
        connections.keep(lean);
        assertThat(dial().hello).as("it does not forget").isEqualTo(ClientHello.FULL);
    }

    @Test
    void keepsNothingOnceItHasEnded() throws UnusableFile {
        ScriptedConnection kept = dial();
        ScriptedConnection late = dial();
        connections.keep(kept);
        connections.end();
        assertThat(kept.state).isEqualTo("ended");
        connections.keep(late);
        assertThat(connections.idle()).isEmpty();
    }

    private ScriptedConnection dial() throws UnusableFile {
        return (ScriptedConnection) connections.dial(ScriptedConnection.NOBODY);
    }
}
