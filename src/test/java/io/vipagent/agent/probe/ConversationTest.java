package io.vipagent.agent.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.agent.probe.Conversation.MalformedAnswer;
import io.vipagent.agent.probe.Conversation.Progress;
import io.vipagent.core.health.Phase;
import io.vipagent.core.protocol.MalformedResponse;
import io.vipagent.core.protocol.ResponseParser;
import io.vipagent.platform.time.HandTicker;
import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final Conversation conversation = new Conversation();
    private final Stopwatch stopwatch = new Stopwatch(new HandTicker(0));

    @Test
    void aQuestionIsSentAndAnsweredAndAnotherMayFollow() throws IOException, MalformedResponse {
        for (int i = 1; i <= 2; i++) {
            ask();
            assertThat(conversation.send(100 * i)).isEqualTo("/readyz");
            assertThat(stopwatch.current()).isEqualTo(Phase.FIRST_BYTE);
            say("HTTP/1.1 200 OK\r\n");
            assertThat(stopwatch.current()).isEqualTo(Phase.TOTAL);
            assertThat(conversation.judge(100 * i + 10, false)).isEqualTo(Progress.NONE);
            assertThat(conversation.isAsked()).isTrue();
            say("Content-Length: 2\r\n\r\nok");
            assertThat(conversation.judge(100 * i + 50, false)).isEqualTo(Progress.ANSWERED);
            assertThat(conversation.isAsked()).isFalse();
        }
    }

    @Test
    void anAnswerIsTheLastWhereThePeerSaysSo() throws IOException, MalformedResponse {
        assertThat(answered("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", false))
                .isEqualTo(Progress.ANSWERED_LAST);
    }

    @Test
    void anAnswerIsTheLastWhereThePeerHasEndedTheConnection() throws IOException, MalformedResponse {
        assertThat(answered(ANSWER, true)).isEqualTo(Progress.ANSWERED_LAST);
    }

    /** Else what follows would be taken for the answer to the next question. */
    @Test
    void anAnswerIsTheLastWhereMoreFollowsIt() throws IOException, MalformedResponse {
        assertThat(answered(ANSWER + "HTTP/1.1 200 OK\r\n", false)).isEqualTo(Progress.ANSWERED_LAST);
    }

    @Test
    void anAnswerWithoutALengthEndsWithTheConnection() throws IOException, MalformedResponse {
        ask();
        conversation.send(0);
        say("HTTP/1.1 200 OK\r\n\r\nok");
        assertThat(conversation.judge(40, false)).isEqualTo(Progress.NONE);
        assertThat(conversation.judge(40, true)).isEqualTo(Progress.ANSWERED_LAST);
    }

    @Test
    void anIdleConnectionIsClosedOrSpeaksUnasked() throws IOException, MalformedResponse {
        assertThat(conversation.judge(0, false)).isEqualTo(Progress.NONE);
        assertThat(conversation.judge(0, true)).isEqualTo(Progress.CLOSED);
        say("");
        assertThat(conversation.judge(0, true)).as("no byte was said").isEqualTo(Progress.CLOSED);
        say("x");
        assertThat(conversation.judge(30, true)).isEqualTo(Progress.UNASKED);
    }

    @Test
    void whatIsNoHttpIsMalformed() {
        ask();
        conversation.send(0);
        assertThatThrownBy(() -> say("SSH-2.0-OpenSSH_9.6\r\n"))
                .isInstanceOfSatisfying(
                        MalformedAnswer.class,
                        failure -> assertThat(failure.malformed()).isInstanceOf(MalformedResponse.class));
    }

    /** A peer that keeps TLS busy, with new keys or tickets, says nothing that a parser could bound. */
    @Test
    void boundsWhatComesWithoutAnAnswer() throws IOException, MalformedResponse {
        ask();
        conversation.send(1000);
        assertThat(conversation.maxReceivedBytes()).isEqualTo(1000 + Conversation.MAX_RECEIVED);
        assertThat(conversation.judge(1000 + Conversation.MAX_RECEIVED, false)).isEqualTo(Progress.NONE);
        assertThatThrownBy(() -> conversation.judge(1001 + Conversation.MAX_RECEIVED, false))
                .isInstanceOf(SocketException.class)
                .hasMessage("the server sent more than 256 KiB and no answer");
    }

    @Test
    void countsFromTheLastAnswerOn() throws IOException, MalformedResponse {
        ask();
        conversation.send(1000);
        say(ANSWER);
        conversation.judge(5000, false);
        assertThat(conversation.maxReceivedBytes()).isEqualTo(5000 + Conversation.MAX_RECEIVED);
    }

    @Test
    void aQuestionThatWasGivenUpIsNotAsked() {
        ask();
        assertThat(conversation.isAsked()).isTrue();
        conversation.drop();
        assertThat(conversation.isAsked()).isFalse();
        conversation.phase(Phase.CONNECT);
        assertThat(stopwatch.current()).isEqualTo(Phase.RESOLVE);
        assertThatThrownBy(() -> conversation.send(0)).isInstanceOf(IllegalStateException.class);
    }

    private Progress answered(String answer, boolean ended) throws IOException, MalformedResponse {
        ask();
        conversation.send(0);
        say(answer);
        return conversation.judge(answer.length(), ended);
    }

    private void ask() {
        conversation.ask("/readyz", new ResponseParser(), stopwatch);
    }

    private void say(String text) throws IOException {
        byte[] bytes = text.getBytes(ISO_8859_1);
        conversation.take(bytes, 0, bytes.length);
    }
}
