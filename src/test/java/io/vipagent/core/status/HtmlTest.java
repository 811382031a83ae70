package io.vipagent.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What strangers say is shown as text, and as what it is. */
class HtmlTest {
    @ParameterizedTest
    @CsvSource({
        "'<img src=x onerror=\"a\">', '&lt;img src=x onerror=&quot;a&quot;&gt;'",
        "a & b's, a &amp; b&#39;s",
        "grüße, grüße",
        "𝛼β, 𝛼β",
    })
    void escapesWhatIsMarkup(String text, String expected) {
        assertThat(written(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // C0, DEL and C1: NEL ends a line, CSI begins a command of terminals.
        "0000, ' '",
        "001b, ' '",
        "007f, ' '",
        "0085, ' '",
        "009b, ' '",
        "009d, ' '",
        // Ends of lines.
        "2028, ' '",
        "2029, ' '",
        // Marks, embeddings, overrides and isolates turn the direction of what follows.
        "061c, \ufffd",
        "200e, \ufffd",
        "200f, \ufffd",
        "202a, \ufffd",
        "202d, \ufffd",
        "202e, \ufffd",
        "2066, \ufffd",
        "2067, \ufffd",
        "2068, \ufffd",
        "2069, \ufffd",
        // Nothing is seen of them.
        "200b, \ufffd",
        "200d, \ufffd",
        "feff, \ufffd",
        "00ad, \ufffd",
        "e0041, \ufffd",
        // No characters.
        "d800, \ufffd",
        "dfff, \ufffd",
        "ffff, \ufffd",
        "e000, \ufffd",
    })
    void showsWhatCannotBeSeen(String hex, String expected) {
        String character = Character.toString(Integer.parseInt(hex, 16));
        assertThat(written("a" + character + "b")).isEqualTo("a" + expected + "b");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T01:00:00.0015Z, 01:00:00, 2026-01-02T01:00:00.001Z",
        "2026-01-02T00:00:00Z, 2026-01-02 00:00:00, 2026-01-02T00:00:00Z",
        "2026-01-02T23:59:59Z, 23:59:59, 2026-01-02T23:59:59Z",
    })
    void aMomentHasItsDateWhereItIsNotNear(Instant at, String text, String exact) {
        Instant now = Instant.parse("2026-01-02T12:00:00Z");
        assertThat(new Html(100).time(at, now).toString())
                .isEqualTo("<time datetime=\"" + exact + "\">" + text + "</time>");
    }

    private static String written(String text) {
        Html html = new Html(100);
        html.text(text);
        return html.toString();
    }
}
