package io.vipagent.core.protocol;

import static io.vipagent.core.health.Reason.SERVER_ERROR;
import static io.vipagent.core.health.Reason.UNAUTHORIZED;
import static io.vipagent.core.health.Reason.UNEXPECTED_RESPONSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.target.ExpectedResponse;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which complete answers pass, and what is said of those that do not. */
class ClassifierJudgementTest {
    private static final ExpectedResponse OK = new ExpectedResponse(new TreeSet<>(Set.of(200)), Optional.of("ok"));
    private static final ExpectedResponse ANY_BODY =
            new ExpectedResponse(new TreeSet<>(Set.of(200, 401)), Optional.empty());

    @ParameterizedTest
    @ValueSource(strings = {"ok", "ok\n", "\r\n ok \t\n"})
    void theExpectedBodyPassesWithAnyWhiteSpaceAtItsEnds(String body) {
        assertThat(Classifier.judge(200, body, OK)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'',           'body \"\", expected \"ok\"'",
        "OK,           'body \"OK\", expected \"ok\"'",
        "okay,         'body \"okay\", expected \"ok\"'",
        "<html>hello,  'body \"<html>hello\", expected \"ok\"'",
        "'a\nb',       'body \"a b\", expected \"ok\"'"
    })
    void anotherBodyDoesNot(String body, String detail) {
        assertThat(Classifier.judge(200, body, OK)).contains(new Failed(UNEXPECTED_RESPONSE, detail));
    }

    @Test
    void showsTheBeginningOfALongBody() {
        assertThat(Classifier.judge(200, "x".repeat(1000), OK))
                .contains(new Failed(UNEXPECTED_RESPONSE, "body \"" + "x".repeat(60) + "\", expected \"ok\""));
    }

    @Test
    void everyAcceptedStatusPassesWithAnyBodyWhereAnyIsExpected() {
        assertThat(Classifier.judge(200, "anything", ANY_BODY)).isEmpty();
        assertThat(Classifier.judge(401, "", ANY_BODY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void saysHowToBeLetIn(int status) {
        assertThat(Classifier.judge(status, "ok", OK))
                .contains(new Failed(
                        UNAUTHORIZED,
                        "status " + status
                                + ": anonymous requests are refused; set cert-file and key-file, or token-file"));
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 302, 400, 402, 404, 429, 499})
    void otherStatusesAreUnexpected(int status) {
        assertThat(Classifier.judge(status, "ok", OK)).contains(new Failed(UNEXPECTED_RESPONSE, "status " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 599})
    void theServersOwnFaultsAreServerErrors(int status) {
        assertThat(Classifier.judge(status, "ok", OK)).contains(new Failed(SERVER_ERROR, "status " + status));
    }

    /** What {@code /readyz} says when it fails names the checks that failed; those that passed are noise. */
    @Test
    void namesTheFailingChecksOfAnApiserver() {
        String body = "[+]ping ok\n[-]etcd failed: reason withheld\n[+]log ok\n[-]shutdown failed: reason withheld\n";
        assertThat(Classifier.judge(500, body, OK))
                .contains(new Failed(
                        SERVER_ERROR,
                        "status 500: [-]etcd failed: reason withheld, [-]shutdown failed: reason withheld"));
    }

    @Test
    void theStatusIsJudgedBeforeTheBody() {
        assertThat(Classifier.judge(503, "<html>", OK)).contains(new Failed(SERVER_ERROR, "status 503"));
    }
}
