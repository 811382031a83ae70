package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.ShellText;
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
                    "(if )?curl (?:(?!https://)[^;&|])*+https://[^\\s;&|]++( -o /dev/null)?( (&>|>) ?/dev/null( 2>&1)?)?"
                            + "( \\|\\| (errorExit .*|exit 1))?(; then)?"),
            Pattern.compile("if ip addr(ess)?( show)? \\| grep -q \\S+; then"));

    private static final Pattern PORT = Pattern.compile("https://[^/\\s\"]+:([0-9]{1,5})/");

    private CheckScript() {}

    /** Returns whether it is called as in the guide. */
    static boolean isGuides(String program) {
        return program.endsWith("/check_apiserver.sh");
    }

    /** What stops, moves or restarts something: more than a check. */
    private static final Pattern ACTION = Pattern.compile("(systemctl|rc-service) " + ShellText.OPTIONS
            + "(stop|restart|reload|kill|start|disable) \\S+"
            + "|service \\S+ (stop|restart|reload|start)|rc-service \\S+ (stop|restart|reload|start)"
            + "|/etc/init.d/\\S{1,100}+ (stop|restart|reload|start)|(pkill|killall|kill)( -\\S{1,100}+){0,20} \\S+"
            + "|ip " + ShellText.OPTIONS + "addr(ess)? (add|del|replace|flush)\\b"
            + "|ip " + ShellText.OPTIONS + "link set (dev )?\\S{1,100}+ down"
            + "|ifdown \\S+|ifconfig \\S+ down|reboot|poweroff|shutdown( \\S+)?"
            + "|docker (stop|restart|rm) \\S+");

    /**
     * Returns what the guide's script does not do, as one note: first what takes the node out, as
     * {@code systemctl stop keepalived} does, then what else acts, then how many lines there are besides. Of other
     * lines the first word alone is shown, for a password may be behind it.
     */
    static Optional<Word> surplus(Source script) {
        List<Word> surplus = new ArrayList<>();
        List<Word> actions = new ArrayList<>();
        int number = 0;
        for (String line : script.text().lines().toList()) {
            number++;
            String bare = line.strip().replaceAll("\\s+", " ");
            Position at = new Position(script.file(), number, 1);
            Matcher action = ACTION.matcher(bare);
            if (bare.startsWith("#")) {
                continue;
            }
            if (action.find()) {
                actions.add(new Word(action.group().replaceFirst("(?<![;&|)}])[;&|)}]++$", ""), at));
            } else if (LINES.stream().noneMatch(pattern -> pattern.matcher(bare).matches())) {
                surplus.add(new Word(bare.split(" ", 2)[0], at));
            }
        }
        if (actions.isEmpty() && surplus.isEmpty()) {
            return Optional.empty();
        }
        Word first = actions.stream()
                .filter(action ->
                        ShellText.TAKES_NODE_OUT.matcher(action.text()).find())
                .findFirst()
                .orElseGet(() -> (actions.isEmpty() ? surplus : actions).getFirst());
        int more = actions.size() + surplus.size() - 1;
        return Optional.of(new Word(
                first.text() + (more == 0 ? "" : more == 1 ? " and 1 more line" : " and " + more + " more lines"),
                first.at()));
    }

    /** Returns the file that curl is told to use for this, such as {@code --cert}. */
    static Optional<String> file(String text, String... options) {
        for (String option : options) {
            Matcher matcher = Pattern.compile("(?<=^|\\s)" + option + "[ =]\"?(/[^\\s\"';]+)")
                    .matcher(text);
            if (matcher.find()) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    /** Returns the port that it asks. */
    static Optional<String> port(Source script) {
        Matcher matcher = PORT.matcher(script.text());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
