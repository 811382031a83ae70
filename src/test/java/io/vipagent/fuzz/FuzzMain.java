package io.vipagent.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ./dev fuzz [ROUNDS|TIME] [SEED] [READER...]}: Jazzer on each reader for so many inputs or so long, from the
 * seeds and the corpus of the last time on.
 */
final class FuzzMain {
    private static final int USAGE = 64;
    private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,9})([smh]?)");
    private static final Pattern SEED = Pattern.compile("[0-9]{1,9}");
    private static final Path FOLDER = Path.of("target/fuzz").toAbsolutePath();

    /** In seconds, of one input: a reader takes milliseconds, but the machine may have other work. */
    private static final int TIMEOUT = 60;

    private FuzzMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> words = Arrays.asList(args);
        Optional<String> length = lengthOption(words.isEmpty() ? "1m" : words.getFirst());
        String seed = words.size() > 1 ? words.get(1) : Integer.toString(new Random().nextInt(1, 1_000_000));
        List<Reader> readers = new ArrayList<>();
        for (String name : words.subList(Math.min(2, words.size()), words.size())) {
            Optional<Reader> reader = Reader.named(name);
            if (reader.isEmpty()) {
                refuse("there is no reader '" + name + "'; there are " + Arrays.toString(Reader.values()));
            }
            reader.ifPresent(readers::add);
        }
        if (length.isEmpty()) {
            refuse("given '" + words.getFirst() + "', expected a number of inputs, or a time such as 90s, 10m or 1h");
        }
        if (!SEED.matcher(seed).matches()) {
            refuse("given the seed '" + seed + "', expected a number");
        }
        System.exit(fuzz(readers.isEmpty() ? List.of(Reader.values()) : readers, length.orElseThrow(), seed) ? 0 : 1);
    }

    private static void refuse(String problem) {
        System.err.println("fuzz: " + problem);
        System.exit(USAGE);
    }

    private static Optional<String> lengthOption(String word) {
        Matcher matcher = LENGTH.matcher(word);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "" -> "-runs=" + number;
                    case "s" -> "-max_total_time=" + number;
                    case "m" -> "-max_total_time=" + number * 60;
                    default -> "-max_total_time=" + number * 3600;
                });
    }

    private static boolean fuzz(List<Reader> readers, String length, String seed)
            throws IOException, InterruptedException {
        boolean clean = true;
        System.out.println(length + " -seed=" + seed);
        for (Reader reader : readers) {
            Fuzzing fuzzing = new Fuzzing(
                    List.of(reader),
                    FOLDER.resolve(reader.toString()).resolve("corpus"),
                    FOLDER.resolve(reader.toString()));
            Fuzzing.Result result = fuzzing.run(length, "-seed=" + seed, "-timeout=" + TIMEOUT);
            System.out.printf("%-16s %s%n", reader, result.summary());
            if (!result.clean()) {
                System.out.println(result.finding());
                System.out.println("the input is in " + fuzzing.findings());
                clean = false;
            }
        }
        return clean;
    }
}
