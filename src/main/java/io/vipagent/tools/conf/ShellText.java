package io.vipagent.tools.conf;

import java.util.regex.Pattern;

/** What the text of a shell script says to whoever does not run it. */
public final class ShellText {
    /** What may stand before the name of a command: the words of a shell, and programs that run another. */
    private static final String FIRST_WORD =
            "(?<=^|[;&|({!`]|\\b(?:then|else|do|if|elif|while|until|exec|eval|sudo|nohup|command)\\s)\\s*"
                    + "(-\\S+\\s+)*(/\\S*/)?";

    /** A command that ends keepalived, the network or the host, and so takes the node out by itself. */
    public static final Pattern TAKES_NODE_OUT = Pattern.compile(
            "(systemctl\\s+(-\\S+\\s+)*(stop|restart|kill|disable|mask)\\s+(\\S+\\s+)*keepalived"
                    + "|service\\s+keepalived\\s+(stop|restart)|/etc/init\\.d/keepalived\\s+(stop|restart)"
                    + "|rc-service\\s+keepalived\\s+(stop|restart)"
                    + "|(docker|podman|nerdctl|crictl)\\s+(stop|restart|kill|rm|pause)\\s+[^;&|\\n]*keepalived"
                    + "|\\b(killall|pkill|kill)\\s+"
                    + "(?!(-s\\s*|-n\\s*|--signal[= ]\\s*|-)(SIG)?(0|1|10|12|HUP|USR1|USR2)\\b)"
                    + "[^;&\\n]*keepalived"
                    + "|ip\\s+(-\\S+\\s+)*link\\s+set\\s+(dev\\s+)?\\S+\\s+down|ifdown\\s+\\S+|ifconfig\\s+\\S+\\s+down"
                    + "|nmcli\\s+[^;&|\\n]*\\b(down|disconnect)\\b|systemctl\\s+(-\\S+\\s+)*(reboot|poweroff|halt)\\b"
                    + "|" + FIRST_WORD + "((reboot|poweroff|halt)(?![^\\s;&|)}`])"
                    + "|shutdown\\s+(-|\\+|now\\b|[0-9])|init\\s+[06]\\b))",
            Pattern.MULTILINE);

    private ShellText() {}
}
