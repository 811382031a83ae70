package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The guide's check_apiserver.sh, by its lines. */
final class CheckScript {
    /** What it is made of; a variable may stand where the guide has a value. */
    private static final List<Pattern> LINES = List.of(
            Pattern.compile("#.*|"),
            Pattern.compile("(function )?errorExit ?\\(\\) ?\\{|\\{|}|fi|exit [01]|set [-a-z ]+"),
            Pattern.compile("echo .*(1>&2|>&2)"),
            Pattern.compile("[A-Z][A-Z0-9_]*=[^;&|`$()]*"),
            Pattern.compile(
                    "(if )?curl [^;&|]*https://\\S+( -o /dev/null)?( (&>|>) ?/dev/null( 2>&1)?)?( \\|\\| (errorExit .*|exit 1))?(; then)?"),
            Pattern.compile("if ip addr(ess)?( show)? \\| grep -q \\S+; then"));

    private static final Pattern PORT = Pattern.compile("https://[^/\\s\"]+:([0-9]{1,5})/");

    private CheckScript() {}

    /** Whether it is called as in the guide. */
    static boolean isGuides(String program) {
        return program.endsWith("/check_apiserver.sh");
    }

    /** The lines that the guide's script does not have. */
    static List<Word> surplus(Source script) {
        List<Word> surplus = new ArrayList<>();
        int number = 0;
        for (String line : script.text().lines().toList()) {
            number++;
            String bare = line.strip().replaceAll("\\s+", " ");
            if (LINES.stream().noneMatch(pattern -> pattern.matcher(bare).matches())) {
                surplus.add(new Word(bare.split(" ", 2)[0], new Position(script.file(), number, 1)));
            }
        }
        return surplus;
    }

    /** The port that it asks. */
    static Optional<String> port(Source script) {
        Matcher matcher = PORT.matcher(script.text());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
