package io.vipagent.tools.host;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * One part of a path as glob(7) reads it: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a]}, and a backslash before what
 * stands for itself. To match takes at most as many steps as the lengths of both, multiplied: no pattern makes it
 * exponential. Classes such as {@code [:digit:]} are not read.
 */
final class Wildcards {
    private static final IntPredicate ANY = any -> true;

    /** One character of a name, or any number of them. */
    private record Step(boolean isStar, IntPredicate takes) {}

    private final List<Step> steps = new ArrayList<>();
    private final boolean hidden;

    /** Returns whether {@code part} is more than a name. */
    static boolean isIn(String part) {
        return part.chars().anyMatch(c -> "*?[\\".indexOf(c) >= 0);
    }

    Wildcards(String part) {
        hidden = part.startsWith(".") || part.startsWith("\\.");
        int[] text = part.codePoints().toArray();
        // No bracket is closed behind the last one; without this each open one would be looked for to the end.
        int lastClosing = part.codePointCount(0, Math.max(0, part.lastIndexOf(']')));
        for (int at = 0; at < text.length; at++) {
            int closing = text[at] == '[' && at < lastClosing ? closing(text, at) : -1;
            if (text[at] == '*') {
                if (steps.isEmpty() || !steps.getLast().isStar()) {
                    steps.add(new Step(true, ANY));
                }
            } else if (text[at] == '?') {
                steps.add(new Step(false, ANY));
            } else if (closing >= 0) {
                steps.add(new Step(false, brackets(text, at + 1, closing)));
                at = closing;
            } else {
                at += text[at] == '\\' && at + 1 < text.length ? 1 : 0;
                int literal = text[at];
                steps.add(new Step(false, c -> c == literal));
            }
        }
    }

    /** Returns where the bracket ends, by glob(7): one that stands first within is a character; -1 where nowhere. */
    private static int closing(int[] text, int open) {
        int first = open + 1 + (isNegation(text, open + 1) ? 1 : 0);
        for (int at = first + 1; at < text.length; at++) {
            if (text[at] == ']') {
                return at;
            }
        }
        return -1;
    }

    private static boolean isNegation(int[] text, int at) {
        return at < text.length && (text[at] == '!' || text[at] == '^');
    }

    private static IntPredicate brackets(int[] text, int from, int to) {
        boolean negated = isNegation(text, from);
        List<int[]> ranges = new ArrayList<>();
        for (int at = from + (negated ? 1 : 0); at < to; at++) {
            boolean range = at + 2 < to && text[at + 1] == '-';
            ranges.add(new int[] {text[at], text[range ? at + 2 : at]});
            at += range ? 2 : 0;
        }
        return c -> negated != ranges.stream().anyMatch(range -> range[0] <= c && c <= range[1]);
    }

    /** Returns whether {@code name} matches; a point that it begins with is matched by a point alone. */
    boolean match(String name) {
        if (name.startsWith(".") && !hidden) {
            return false;
        }
        int[] text = name.codePoints().toArray();
        int at = 0;
        int step = 0;
        int star = -1;
        int taken = 0;
        while (at < text.length) {
            if (step < steps.size() && steps.get(step).isStar()) {
                star = step++;
                taken = at;
            } else if (step < steps.size() && steps.get(step).takes().test(text[at])) {
                step++;
                at++;
            } else if (star >= 0) {
                // Only the last star has to take more: what is before it has matched already.
                step = star + 1;
                at = ++taken;
            } else {
                return false;
            }
        }
        return step == steps.size()
                || step == steps.size() - 1 && steps.get(step).isStar();
    }
}
