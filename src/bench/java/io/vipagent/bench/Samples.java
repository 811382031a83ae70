package io.vipagent.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** Numbers of one kind, to be summed up. */
final class Samples {
    private final double[] sorted;

    private Samples(double[] sorted) {
        this.sorted = sorted;
    }

    static Samples of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Samples(sorted);
    }

    static <T> Samples of(Collection<T> things, ToDoubleFunction<T> number) {
        return of(things.stream().mapToDouble(number).toArray());
    }

    /** The smallest value that at least this share of the values do not exceed; not a number where there are none. */
    double percentile(double percent) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }

    double median() {
        return percentile(50);
    }

    double mean() {
        return Arrays.stream(sorted).average().orElse(Double.NaN);
    }

    double max() {
        return percentile(100);
    }

    /** How much {@code ys} grow per unit of {@code xs}: the line with the least squares. */
    static double slope(double[] xs, double[] ys) {
        double meanX = Arrays.stream(xs).average().orElse(0);
        double meanY = Arrays.stream(ys).average().orElse(0);
        double both = 0;
        double square = 0;
        for (int i = 0; i < xs.length; i++) {
            both += (xs[i] - meanX) * (ys[i] - meanY);
            square += (xs[i] - meanX) * (xs[i] - meanX);
        }
        return square == 0 ? 0 : both / square;
    }
}
