package io.vipagent.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.history.EventKind;
import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.status.ClusterView.Problem;
import io.vipagent.core.status.NodeRow.Holding;
import io.vipagent.core.vip.NodeDetails;
import io.vipagent.core.vip.NodeDetails.TargetWord;
import io.vipagent.core.vip.NodeDetails.VrrpWord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page as text: what it says, and what nobody can make it say. */
class ClusterPageTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    private static final String EVIL = "<script>alert('1')</script>\"&";
    private static final String TAME = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;";

    @Test
    void saysThatAllIsWell() {
        String page = ClusterPage.of(view(List.of(row("cp1", "up", "granted")), List.of()), List.of());
        assertThat(page)
                .contains("<title>All is well - vip-agent on cp1</title>")
                .contains("id=\"summary\" class=\"good\">All is well</p>")
                .contains("Nothing that this agent knows of.")
                .contains("Nothing happened here in the last 6 hours.")
                .contains("<th scope=\"row\">cp1<small> (this node)</small></th>")
                .contains("<td>MASTER</td><td>150</td>")
                .contains("<td class=\"good\"><span aria-hidden=\"true\">\u2713 </span>up</td>")
                .contains("363 days");
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(12 * 1024);
    }

    @Test
    void saysWhatIsWrongInWordsAndNotByColourAlone() {
        NodeRow down = new NodeRow(
                "http://192.0.2.12:9706",
                Optional.of("http://192.0.2.12:9706"),
                false,
                "peer http://192.0.2.12:9706 is unknown (CONNECT_REFUSED nobody listens there)",
                Holding.UNKNOWN,
                NodeDetails.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOW.minus(Duration.ofDays(3))));
        String page = ClusterPage.of(
                view(
                        List.of(row("cp1", "down", "denied"), down),
                        List.of(new Problem(true, "192.0.2.100 is held by nobody"), new Problem(false, "cp1 is slow"))),
                List.of());
        assertThat(page)
                .contains("class=\"bad\">1 fault, 1 to look at</p>")
                .contains("<li class=\"bad\"><b>Fault: </b>192.0.2.100 is held by nobody</li>")
                .contains("<li class=\"warn\"><b>Look at: </b>cp1 is slow</li>")
                .contains("<td class=\"bad\"><span aria-hidden=\"true\">\u2717 </span>down</td>")
                .contains("<a href=\"http://192.0.2.12:9706/\" id=\"node1\">http://192.0.2.12:9706</a>")
                .contains("CONNECT_REFUSED nobody listens there")
                .contains(">2025-12-30 12:00:00</time>");
    }

    @Test
    void showsTheLastHoursAndWhoHeldTheVip() {
        List<HistoryEvent> history = List.of(
                event(Duration.ofHours(8), EventKind.HOLDERS, "old", Map.of(HolderTimeline.NODES, "cp1")),
                event(Duration.ofHours(2), EventKind.HOLDERS, "cluster: moved", Map.of(HolderTimeline.NODES, "cp2")));
        String page = ClusterPage.of(view(List.of(row("cp1", "up", "granted")), List.of()), history);
        assertThat(page)
                .contains("aria-label=\"Who held the virtual IP in the last 6 hours: cp1, cp2\"")
                // cp1 for four hours of six, from the left; cp2 for the other two.
                .contains(
                        "<rect x=\"110\" y=\"4\" width=\"453\" height=\"16\"><title>cp1 held it from 2026-01-02 04:00:00"
                                + " to 2026-01-02 10:00:00 UTC</title></rect>")
                .contains("<rect x=\"563\" y=\"28\" width=\"227\" height=\"16\"><title>cp2 held it from"
                        + " 2026-01-02 10:00:00 on UTC</title></rect>")
                .contains("<td>holders</td><td>cluster: moved</td>")
                .doesNotContain("<td>old</td>");
    }

    /** Whatever a peer, a certificate, an operator or an event says is text. */
    @Test
    void everyFieldIsEscaped() {
        NodeDetails details = new NodeDetails(
                EVIL,
                EVIL,
                EVIL,
                List.of(new VrrpWord(EVIL, EVIL, OptionalInt.of(1))),
                EVIL,
                List.of(new TargetWord(EVIL, "local", EVIL, EVIL), new TargetWord(EVIL, "frontend", EVIL, EVIL)),
                Optional.empty());
        List<NodeRow> rows = List.of(
                new NodeRow(
                        EVIL,
                        Optional.empty(),
                        true,
                        EVIL,
                        Holding.YES,
                        details,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new NodeRow(
                        EVIL,
                        Optional.of("http://x/" + EVIL),
                        true,
                        EVIL,
                        Holding.NO,
                        details,
                        Optional.of(Duration.ofMillis(3)),
                        Optional.of(Duration.ofMillis(1)),
                        Optional.empty()),
                new NodeRow(
                        "x",
                        Optional.of("javascript:alert(1)"),
                        false,
                        EVIL,
                        Holding.UNKNOWN,
                        NodeDetails.UNKNOWN,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        ClusterView view = new ClusterView(NOW, EVIL, EVIL, rows, List.of(EVIL), List.of(new Problem(true, EVIL)));
        HistoryEvent event = new HistoryEvent(
                NOW.minusSeconds(9), EVIL, EventKind.HOLDERS, EVIL, EVIL, EVIL, Map.of(HolderTimeline.NODES, EVIL));
        String page = ClusterPage.of(view, List.of(event));
        String ours = page.replace(PageAssets.SCRIPT, "").replace(PageAssets.STYLE, "");
        assertThat(ours).doesNotContain("alert('").doesNotContain("javascript:").doesNotContain("<script>a");
        // 3 names, 2 versions of nodes and ours, words and reasons, contact, VIP, problem, event, lanes.
        assertThat(Pattern.compile(Pattern.quote(TAME)).matcher(ours).results().count())
                .isGreaterThanOrEqualTo(20);
        assertThat(ours.split("<script>", -1)).hasSize(2);
        assertThat(ours).doesNotContain(EVIL);
        assertThat(ours.replaceAll("&(lt|gt|quot|amp|#39);", "")).doesNotContain("&");
    }

    @Test
    void anAttributeCannotBeLeft() {
        assertThat(new Html(10).open("a", "href", "\" onclick='x' <>&\u0000").toString())
                .isEqualTo("<a href=\"&quot; onclick=&#39;x&#39; &lt;&gt;&amp; \">");
    }

    /** However many nodes and events there are, and however long their words. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"x, 500", "&, 500", "', 3", "\", 40", "<, 0"})
    void isNeverLongerThanItsBound(String letter, int count) {
        String text = letter.repeat(300);
        NodeDetails details = new NodeDetails(
                text,
                text,
                text,
                IntStream.range(0, 20)
                        .mapToObj(i -> new VrrpWord(text, i + text, OptionalInt.of(i)))
                        .toList(),
                text,
                List.of(new TargetWord(text, "local", text, text)),
                Optional.of(NOW.plusSeconds(5)));
        List<NodeRow> rows = new ArrayList<>();
        rows.add(new NodeRow(
                text,
                Optional.empty(),
                true,
                "",
                Holding.YES,
                details,
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOW)));
        for (int i = 0; i < count; i++) {
            rows.add(new NodeRow(
                    i + text,
                    Optional.of("http://" + i + text),
                    i % 2 == 0,
                    text,
                    Holding.NO,
                    details,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(NOW)));
        }
        List<HistoryEvent> history = new ArrayList<>();
        for (int i = count; i > 0; i--) {
            history.add(event(
                    Duration.ofSeconds(40L * i), EventKind.HOLDERS, text, Map.of(HolderTimeline.NODES, i % 12 + text)));
        }
        List<Problem> problems = IntStream.range(0, count)
                .mapToObj(i -> new Problem(i % 2 == 0, i + text))
                .toList();
        List<String> vips = IntStream.range(0, count).mapToObj(i -> i + text).toList();
        String page = ClusterPage.of(new ClusterView(NOW, text, text, rows, vips, problems), history);
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(ClusterPage.MAX_BYTES);
        assertThat(page).endsWith("</script></body></html>\n").contains("for programs".replace('f', 'F'));
        if (count > 100) {
            assertThat(page).contains(" more: vip-agent status --cluster", "More: vip-agent history --cluster");
        }
    }

    @Test
    void asksForNothingElse() {
        String page = ClusterPage.of(view(List.of(row("cp1", "up", "granted")), List.of()), List.of());
        assertThat(page).doesNotContain("src=", "@import", "url(", "style=", "cookie");
        assertThat(page.replace(PageAssets.SCRIPT, "")).doesNotContain("onclick=");
        assertThat(page).contains("<noscript><meta http-equiv=\"refresh\"");
        assertThat(ClusterPage.POLICY)
                .startsWith("default-src 'none'; ")
                .contains("frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "http:", "*");
    }

    /** A browser runs what the policy names by its hash: the text between the tags, to the last byte. */
    @Test
    void thePolicyAllowsItsOwnStyleAndScriptAlone() throws Exception {
        String page = ClusterPage.of(view(List.of(row("cp1", "up", "granted")), List.of()), List.of());
        for (String element : List.of("style", "script")) {
            String text = page.substring(
                    page.indexOf("<" + element + ">") + element.length() + 2, page.indexOf("</" + element + ">"));
            String hash = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            assertThat(ClusterPage.POLICY).contains(element + "-src 'sha256-" + hash + "'");
        }
    }

    /** For who cannot see it: landmarks, headings, captions, scopes, names. */
    @Test
    void canBeReadAloud() {
        String page = ClusterPage.of(
                view(List.of(row("cp1", "up", "granted")), List.of()),
                List.of(event(Duration.ofHours(1), EventKind.START, "started", Map.of())));
        assertThat(page).contains("<html lang=\"en\">", "<header>", "<main ", "<nav aria-label=", "<footer>", "<h1>");
        assertThat(count(page, "<table>")).isEqualTo(count(page, "<caption>")).isEqualTo(2);
        assertThat(count(page, "<th ")).isEqualTo(count(page, "scope="));
        assertThat(count(page, "<section ")).isEqualTo(count(page, "<h2 "));
        Matcher labelled = Pattern.compile("aria-labelledby=\"([^\"]+)\"").matcher(page);
        while (labelled.find()) {
            assertThat(count(page, "id=\"" + labelled.group(1) + "\""))
                    .as(labelled.group(1))
                    .isEqualTo(1);
        }
        assertThat(count(page, "class=\"scroll\" tabindex=\"0\" role=\"region\""))
                .isEqualTo(2);
    }

    /** WCAG 2.2 AA: 4.5 to 1 for text, in both schemes. */
    @Test
    void hasContrastInBothSchemes() {
        String style = PageAssets.STYLE;
        int dark = style.indexOf("@media(prefers-color-scheme:dark)");
        for (String scheme : List.of(style.substring(0, dark), style.substring(dark))) {
            for (String text : List.of("fg", "muted", "good", "warn", "bad", "link")) {
                for (String ground : List.of("bg", "head")) {
                    assertThat(contrast(colour(scheme, text), colour(scheme, ground)))
                            .as(text + " on " + ground)
                            .isGreaterThanOrEqualTo(4.5);
                }
            }
            for (String line : List.of("rule", "bar")) {
                assertThat(contrast(colour(scheme, line), colour(scheme, "bg")))
                        .as(line)
                        .isGreaterThanOrEqualTo(3);
            }
        }
    }

    private static int colour(String scheme, String name) {
        Matcher matcher = Pattern.compile("--" + name + ":#([0-9a-f]{6})").matcher(scheme);
        assertThat(matcher.find()).as(name).isTrue();
        return Integer.parseInt(matcher.group(1), 16);
    }

    private static double contrast(int one, int other) {
        double a = luminance(one) + 0.05;
        double b = luminance(other) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double value = (channel & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static HistoryEvent event(Duration ago, EventKind kind, String text, Map<String, String> fields) {
        return new HistoryEvent(NOW.minus(ago), "cp1", kind, "192.0.2.100", "one", text, fields);
    }

    private static ClusterView view(List<NodeRow> rows, List<Problem> problems) {
        return new ClusterView(NOW, "cp1", "1.2.3", rows, List.of("192.0.2.100 is held by cp1"), problems);
    }

    private static NodeRow row(String name, String apiserver, String decision) {
        return new NodeRow(
                name,
                Optional.empty(),
                true,
                "",
                Holding.YES,
                new NodeDetails(
                        "1.2.3",
                        decision,
                        "because",
                        List.of(new VrrpWord("VI_1", "MASTER", OptionalInt.of(150))),
                        "alive",
                        List.of(new TargetWord("local", "local", apiserver, "")),
                        Optional.of(NOW.plus(Duration.ofDays(364)).minusSeconds(1))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
