package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.tools.conf.ShellText;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import io.vipagent.tools.doctor.facts.ApiServers;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.rules.CheckLine;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules judge what check scripts do, by what is in them and not by what they are called. */
public final class ScriptTextRules implements Rule {
    /** What a script merely says: the arguments of these commands, up to the end of the command. */
    private static final Pattern MESSAGE =
            Pattern.compile("\\b(echo|logger|printf|wall)\\b(?:[^;&|\\n)`$]|\\$(?!\\())*+");

    /**
     * A text between quotes; the line of {@code sh -c} and {@code eval} is a command. What a backslash stands before
     * opens none.
     */
    private static final Pattern QUOTED =
            Pattern.compile("\\\\.|(-c\\s++|\\beval\\s++)?+" + "(?:\"((?:\\\\.|[^\"\\\\\\n])*+)\"|'([^'\\n]*+)')");

    private static final Pattern ASKS_PROCESS = Pattern.compile(
            "(killall\\s++(-q\\s++)?(-0|-s\\s*0)|\\bkill\\s++-0|\\bpgrep\\b|\\bpidof\\b|\\bps\\s[^|;&\\n]{0,500}+\\|"
                    + "|systemctl\\s++" + ShellText.OPTIONS + "(is-active|status)"
                    + "|service\\s++\\S{1,100}+\\s++status"
                    + "|\\b(ss|netstat|lsof)\\s|/proc/|(crictl|docker|podman)\\s++(ps|inspect))");
    private static final Pattern CURL = Pattern.compile("\\b(curl|wget)\\b[^;&|\\n]*");
    private static final Pattern UNVERIFIED =
            Pattern.compile("\\s(-[a-jl-zA-Z]*+k[a-zA-Z]*+|--insecure|--no-check-certificate)\\b");

    private static final Pattern READS_ANSWER =
            Pattern.compile("\\b(curl|wget|openssl|httping|kubectl|socat)\\b|vip-agent");
    private static final Pattern ASKS_PORT =
            Pattern.compile("\\b(nc|ncat|netcat|telnet|nmap)\\b[^;&|\\n]*|/dev/tcp/[^\\s;&|)]*");
    private static final Pattern FAILS = Pattern.compile(
            "(^|[;&|({])[ \\t]*+(\\.|source)[ \\t]++\\S|\\b(exit|return)[ \\t]++(?!0\\b)\\S|\\bexit[ \\t]*+($|[;&|)}\\n])"
                    + "|set\\s+-\\w*e|errexit|\\bexec\\b|\\bkill|\\bstop\\b|\\bfalse\\b",
            Pattern.MULTILINE);
    private static final Pattern SWALLOWS = Pattern.compile("(\\|\\||;)\\s*+(true|:|exit\\s++0)\\s*+(?:[\"']\\s*+)?+$");
    private static final Pattern ENDS_WELL = Pattern.compile("exit\\s+0\\s*;?|true|:");
    private static final Pattern OF_A_SHELL = Pattern.compile("#!\\s*(/usr/bin/env\\s+|\\S*/)(ba|da|a|k|z)?sh\\s*");
    private static final Pattern SHELL = Pattern.compile("(.*/)?(ba|da|a|k|z)?sh");
    private static final Pattern PROGRAM = Pattern.compile("^[/A-Za-z]");
    private static final Pattern OF_SHELLS_ALONE =
            Pattern.compile("&&|\\|\\|?|;|&|[0-9]?>>?(\\S*)|&>\\S*|<|2>&1|\\$\\(.*|`.*");
    private static final Pattern CURL_ALONE = Pattern.compile("\\bcurl\\b[^;&|\\n]*");
    private static final Pattern MINDS_STATUS = Pattern.compile(
            "\\s-[a-zA-Z]*[fw]|--fail|--write-out|--config|\\s-K|\\|\\s*(grep|jq|awk|sed|tr|head)|\\$\\(|`|http_code");

    private static final Pattern WRITTEN_TO =
            Pattern.compile("(?:\\s-[a-zA-Z]*o\\s*|\\s--output[= ]\\s*|\\s1?>\\s*)([^\\s;&|)]+)");

    /** A script is one file, or a few; and the files that it writes are few. */
    private static final int MAX_FILES = 10;

    /** Of one script with its files, in characters; what is behind is not looked at. */
    private static final int MAX_LENGTH = 1 << 16;

    /** Of all scripts: thousands of lines may name one large file. */
    private static final int MAX_ALL_LENGTH = 1 << 21;

    @Override
    public Stream<Finding> check(Facts facts) {
        return facts.own().flatMap(conf -> {
            Set<VrrpScript> ours = ours(facts, conf);
            List<Finding> findings = new ArrayList<>();
            int length = 0;
            for (VrrpScript script : conf.scripts()) {
                if (CheckLine.of(script).isEmpty() && length < MAX_ALL_LENGTH) {
                    String text = text(facts, script);
                    length += text.length();
                    check(facts, script, text, ours.contains(script)).forEach(findings::add);
                }
            }
            return findings.stream();
        });
    }

    private static Stream<Finding> check(Facts facts, VrrpScript script, String text, boolean isOurs) {
        return Stream.of(
                        stops(script, text),
                        succeeds(facts, script, text),
                        withoutShell(script),
                        isOurs ? ignores(script, text) : Optional.<Finding>empty(),
                        isOurs ? asksProcess(script, text) : Optional.<Finding>empty(),
                        isOurs ? kubeadm(script, text) : Optional.<Finding>empty())
                .flatMap(Optional::stream);
    }

    /** Returns the command, and the files that it names, without comments. */
    private static String text(Facts facts, VrrpScript script) {
        Stream<String> files = script.arguments().stream()
                .filter(word -> word.startsWith("/"))
                .distinct()
                .limit(MAX_FILES)
                .flatMap(path -> facts.host().file(path).script().stream());
        String all = Stream.concat(Stream.of(String.join(" ", script.arguments())), files)
                .collect(Collectors.joining("\n"));
        return all.substring(0, Math.min(MAX_LENGTH, all.length()))
                .lines()
                .map(line -> line.replaceFirst("(^|\\s)#.*", ""))
                .map(line -> line.replaceFirst("\\\\\\s*$", " "))
                .collect(Collectors.joining("\n"));
    }

    /**
     * A script that only other instances track is no business of the apiserver; found once, since there may be
     * hundreds.
     */
    private static Set<VrrpScript> ours(Facts facts, KeepalivedConf conf) {
        Set<String> tracked = conf.instances().stream()
                .flatMap(instance -> instance.scripts().stream())
                .map(line -> line.name().text())
                .collect(Collectors.toSet());
        return Stream.concat(
                        ApiServers.scripts(facts),
                        conf.scripts().stream()
                                .filter(script ->
                                        !tracked.contains(script.name().text())))
                .collect(Collectors.toSet());
    }

    private static Optional<Finding> stops(VrrpScript script, String text) {
        return find(ShellText.TAKES_NODE_OUT, commands(text))
                .map(command -> Finding.at(
                        FindingId.SCRIPT_STOPS_SERVICE,
                        script.at("script"),
                        "the script " + script.name().text() + " runs: " + command,
                        "exit 1 instead: keepalived itself moves the VIP then, and takes it back"));
    }

    private static Optional<Finding> asksProcess(VrrpScript script, String text) {
        if (READS_ANSWER.matcher(text).find()) {
            return Optional.empty();
        }
        Optional<String> port = find(ASKS_PORT, text).map(command -> "a TCP connection alone: " + command);
        return port.or(() -> find(ASKS_PROCESS, text).map(command -> "a process alone: " + command))
                .map(what -> Finding.at(
                        FindingId.SCRIPT_ASKS_PROCESS,
                        script.at("script"),
                        "the script " + script.name().text() + " asks for " + what,
                        "script \"/usr/bin/vip-agent check\""));
    }

    /** A shell script, or a command line, that ends by success and has no other way out. */
    private static Optional<Finding> succeeds(Facts facts, VrrpScript script, String text) {
        Optional<String> file = script.arguments().stream()
                .filter(word -> word.startsWith("/"))
                .flatMap(path -> facts.host().file(path).script().stream())
                .findFirst();
        if (file.filter(content -> !OF_A_SHELL
                        .matcher(content.lines().findFirst().orElse(""))
                        .matches())
                .isPresent()) {
            return Optional.empty();
        }
        String commands = commands(text);
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce((first, second) -> second)
                .filter(last -> !FAILS.matcher(commands).find()
                        && (file.isPresent() || hasShell(script))
                        && (SWALLOWS.matcher(last).find()
                                || (file.isPresent() && ENDS_WELL.matcher(last).matches())))
                .map(last -> Finding.at(
                        FindingId.SCRIPT_ALWAYS_SUCCEEDS,
                        script.at("script"),
                        "the script " + script.name().text() + " ends by \"" + last + "\" whatever came before",
                        "exit 1 where the question fails, or script \"/usr/bin/vip-agent check\""));
    }

    private static boolean hasShell(VrrpScript script) {
        return script.program()
                        .filter(program -> SHELL.matcher(program).matches())
                        .isPresent()
                && script.arguments().contains("-c");
    }

    /** keepalived 2.2.7 runs {@code /bin/true && /bin/false} as {@code /bin/true} with two arguments. */
    private static Optional<Finding> withoutShell(VrrpScript script) {
        return script.arguments().stream()
                .skip(1)
                .filter(word -> OF_SHELLS_ALONE.matcher(word).matches())
                .findFirst()
                .filter(word -> script.program()
                        .filter(program -> PROGRAM.matcher(program).find())
                        .isPresent())
                .map(word -> Finding.at(
                        FindingId.SCRIPT_WITHOUT_SHELL,
                        script.at("script"),
                        "the script " + script.name().text() + " gives " + word + " to "
                                + script.program().orElse("") + " as an argument: no shell reads the line",
                        "the line in a file that begins with #!/bin/sh, or script \"/usr/bin/vip-agent check\""));
    }

    /** What is run, without what is only said: messages, here-documents, and texts between quotes. */
    private static String commands(String text) {
        String unquoted = QUOTED.matcher(HereDocuments.removed(text))
                .replaceAll(quoted -> Matcher.quoteReplacement(unquoted(quoted)));
        return MESSAGE.matcher(unquoted).replaceAll("$1 ");
    }

    private static String unquoted(MatchResult quoted) {
        boolean isDouble = quoted.group(2) != null;
        String content = isDouble ? quoted.group(2) : quoted.group(3);
        if (content == null) {
            return quoted.group();
        }
        if (quoted.group(1) != null) {
            return quoted.group(1) + "\n" + content;
        }
        int command = isDouble ? indexOfCommand(content) : -1;
        if (command >= 0) {
            return content.substring(command);
        }
        return content.chars().anyMatch(Character::isWhitespace) ? "" : content;
    }

    /** Returns where {@code $(COMMAND)} or its older form in backticks begins; -1 where there is none. */
    private static int indexOfCommand(String content) {
        int dollar = content.indexOf("$(");
        return dollar >= 0 ? dollar : content.indexOf('`');
    }

    /** Returns whether what curl wrote to a file is read again further on. */
    private static boolean readsFile(String text) {
        return CURL_ALONE
                .matcher(text)
                .results()
                .flatMap(curl -> WRITTEN_TO
                        .matcher(text)
                        .region(curl.start(), curl.end())
                        .results())
                .filter(written -> !written.group(1).startsWith("/dev/"))
                .limit(MAX_FILES)
                .anyMatch(written -> Pattern.compile(
                                "(?<![^\\s<\"'])" + Pattern.quote(written.group(1)) + "(?![^\\s;&|)\"'`])")
                        .matcher(text)
                        .region(written.end(), text.length())
                        .find());
    }

    private static Optional<Finding> ignores(VrrpScript script, String text) {
        return MINDS_STATUS.matcher(text).find() || readsFile(text)
                ? Optional.empty()
                : find(CURL_ALONE, text)
                        .map(command -> Finding.at(
                                FindingId.SCRIPT_IGNORES_STATUS,
                                script.at("script"),
                                "the script " + script.name().text()
                                        + " has curl without --fail, for which every status is a success: " + command,
                                "curl --fail, or script \"/usr/bin/vip-agent check\""));
    }

    private static Optional<Finding> kubeadm(VrrpScript script, String text) {
        return CURL.matcher(text)
                .results()
                .map(result -> result.group().strip())
                .filter(command -> command.contains("/healthz")
                        || UNVERIFIED.matcher(command).find())
                .findFirst()
                .map(command -> Finding.at(
                        FindingId.KUBEADM_SCRIPT,
                        script.at("script"),
                        "the script " + script.name().text() + " asks as kubeadm's guide does: " + command,
                        "script \"/usr/bin/vip-agent check\""));
    }

    private static Optional<String> find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find()
                ? matcher.group().strip().lines().findFirst().map(line -> line.replaceFirst("(?<![\"'])[\"']++$", ""))
                : Optional.empty();
    }
}
