package io.vipagent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What was asked for on the command line.
 *
 * @param names the benches to run, in the order of {@link #NAMES}
 * @param rounds how often each contender of a comparison is run
 * @param quick whether long measurements are cut short
 * @param scenes what the scenes match that are measured, where a bench has any
 * @param setUps what the set-ups match that are measured, where a bench has any
 */
record Arguments(List<String> names, int rounds, boolean quick, Pattern scenes, Pattern setUps) {
    static final List<String> NAMES = List.of("check", "probe", "agent", "agentcheck", "scale", "failover", "noise", "slow", "rest");
    static final String USAGE =
            "usage: bench [" + String.join(" ", NAMES) + "] [--rounds N] [--quick] [--scenes REGEX] [--set-ups REGEX]; without a name: all of them";

    private static final int ROUNDS = 300;
    private static final int QUICK_ROUNDS = 60;
    private static final int MAX_ROUNDS = 100_000;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with one line for people
     */
    static Arguments parse(String... args) {
        List<String> names = new ArrayList<>();
        int rounds = 0;
        boolean quick = false;
        Pattern scenes = Pattern.compile("");
        Pattern setUps = scenes;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> quick = true;
                case "--rounds" -> rounds = rounds(++i < args.length ? args[i] : "nothing");
                case "--scenes" -> scenes = pattern(++i < args.length ? args[i] : "");
                case "--set-ups" -> setUps = pattern(++i < args.length ? args[i] : "");
                default -> names.add(known(args[i]));
            }
        }
        if (rounds == 0) {
            rounds = quick ? QUICK_ROUNDS : ROUNDS;
        }
        Set<String> chosen = Set.copyOf(names);
        return new Arguments(
                NAMES.stream()
                        .filter(name -> chosen.isEmpty() || chosen.contains(name))
                        .toList(),
                rounds,
                quick,
                scenes,
                setUps);
    }

    /** {@code whole} seconds, or {@code brief} ones where the bench shall be quick. */
    int seconds(int whole, int brief) {
        return quick ? brief : whole;
    }

    private static String known(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("unknown bench \"" + name + "\"; " + USAGE);
        }
        return name;
    }

    private static Pattern pattern(String given) {
        try {
            return Pattern.compile(given);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("\"" + given + "\" is not a regular expression; " + USAGE, e);
        }
    }

    private static int rounds(String given) {
        if (!given.matches("[0-9]{1,6}") || Integer.parseInt(given) < 1 || Integer.parseInt(given) > MAX_ROUNDS) {
            throw new IllegalArgumentException(
                    "--rounds: \"" + given + "\" is not a number from 1 to " + MAX_ROUNDS + "; " + USAGE);
        }
        return Integer.parseInt(given);
    }
}
