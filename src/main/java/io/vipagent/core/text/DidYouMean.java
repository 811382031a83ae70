package io.vipagent.core.text;

import java.util.List;
import java.util.Optional;

/** Which of the words that there are is most like one that there is not. */
public final class DidYouMean {
    /** What is longer is like no word that there is. */
    private static final int MAX_LENGTH = 200;

    private DidYouMean() {}

    /** Returns the first of those {@code words}, not none, that are least different from {@code given}. */
    public static String to(String given, List<String> words) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String word : words) {
            int distance = distance(given, word);
            if (distance < least) {
                least = distance;
                best = word;
            }
        }
        return best;
    }

    /** Returns the same, where no more than a third of its letters differ: what is less like it is no help. */
    public static Optional<String> near(String given, List<String> words) {
        return Optional.of(to(given, words))
                .filter(word -> 3 * distance(given, word) <= Math.min(given.length(), word.length()));
    }

    /** Levenshtein's distance; of {@code given} no more than 200 characters count. */
    public static int distance(String given, String b) {
        String a = given.substring(0, Math.min(given.length(), MAX_LENGTH));
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j - 1], row[j]) + 1);
            }
        }
        return row[b.length()];
    }
}
