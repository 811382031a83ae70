package io.vipagent.tools.conf;

import java.util.regex.Pattern;

/**
 * What the text of a shell script says to whoever does not run it. Its patterns are for text that anybody may have
 * written: every part of them that repeats is possessive or has a bound, so the work stays linear, and no group repeats
 * by recursion more often than its bound.
 */
public final class ShellText {
    /** The options of a command, as a pattern: as many and as long as somebody writes. */
    public static final String OPTIONS = "(?:-\\S{1,100}+[ \\t]++){0,20}+";

    /** What of a command stands between its name and what is looked for in it, as a pattern. */
    private static final String ANY = "[^;&|\\n]{0,500}?";

    /** What may stand before the name of a command: the words of a shell, and programs that run another. */
    private static final String FIRST_WORD =
            "(?<=^|[;&|({!`]|\\b(?:then|else|do|if|elif|while|until|exec|eval|sudo|nohup|command)\\s)[ \\t]*+" + OPTIONS
                    + "(?:/\\S{0,100}/)?";

    /** A command that ends keepalived, the network or the host, and so takes the node out by itself. */
    public static final Pattern TAKES_NODE_OUT = Pattern.compile(
            "(systemctl\\s++" + OPTIONS + "(stop|restart|kill|disable|mask)\\s" + ANY + "(?<=\\s)keepalived"
                    + "|service\\s++keepalived\\s++(stop|restart)|/etc/init\\.d/keepalived\\s++(stop|restart)"
                    + "|rc-service\\s++keepalived\\s++(stop|restart)"
                    + "|(docker|podman|nerdctl|crictl)\\s++(stop|restart|kill|rm|pause)\\s" + ANY + "keepalived"
                    + "|\\b(killall|pkill|kill)\\s++"
                    + "(?!(-s\\s*|-n\\s*|--signal[= ]\\s*|-)(SIG)?(0|1|10|12|HUP|USR1|USR2)\\b)"
                    + "[^;&\\n]{0,500}?keepalived"
                    + "|ip\\s++" + OPTIONS + "link\\s++set\\s++(dev\\s++)?\\S{1,100}+\\s++down|ifdown\\s++\\S{1,100}+"
                    + "|ifconfig\\s++\\S{1,100}+\\s++down"
                    + "|nmcli\\s" + ANY + "\\b(down|disconnect)\\b"
                    + "|systemctl\\s++" + OPTIONS + "(reboot|poweroff|halt)\\b"
                    + "|" + FIRST_WORD + "((reboot|poweroff|halt)(?![^\\s;&|)}`])"
                    + "|shutdown\\s++(-|\\+|now\\b|[0-9])|init\\s++[06]\\b))",
            Pattern.MULTILINE);

    private ShellText() {}
}
