package io.vipagent.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs contenders in turn, from a tiny process, and learns what each run cost. */
final class Spawner {
    /** So many rounds with one set of copies, then fresh ones. */
    private static final int ROUNDS_PER_COPY = 75;

    private static final int WARM_UP_ROUNDS = 3;

    private final Path program;
    private final Path directory;

    /** Copies contenders to folders in {@code directory}. */
    Spawner(Tools tools, Path directory) {
        this.program = tools.compiled("spawn");
        this.directory = directory;
    }

    /**
     * One execution.
     *
     * @param cpuMicros user and system time, of the processes that it started too
     * @param rssKib the peak of the largest of its processes
     * @param faults page faults that needed no disk
     */
    record Run(long wallNanos, long cpuMicros, long rssKib, long faults, int exitCode) {}

    /** What {@code rounds} executions of each contender cost, in the order of the contenders. */
    List<List<Run>> run(List<Contender> contenders, int rounds) {
        List<List<Run>> results = new ArrayList<>();
        contenders.forEach(contender -> results.add(new ArrayList<>()));
        for (int done = 0; done < rounds; done += ROUNDS_PER_COPY) {
            Path copies = directory.resolve("copies" + done);
            List<String> commands = new ArrayList<>();
            for (int i = 0; i < contenders.size(); i++) {
                commands.add(String.join("\t", contenders.get(i).copiedTo(copies.resolve(Integer.toString(i)))));
            }
            String input = commands.stream().collect(Collectors.joining("\n", "", "\n"));
            spawn(WARM_UP_ROUNDS, input);
            spawn(Math.min(ROUNDS_PER_COPY, rounds - done), input).lines().forEach(line -> {
                long[] numbers = numbers(line);
                results.get((int) numbers[0])
                        .add(new Run(numbers[1], numbers[2], numbers[3], numbers[4], (int) numbers[5]));
            });
            BenchDirectory.delete(copies);
        }
        return results;
    }

    private String spawn(int rounds, String input) {
        return Child.output(List.of(program.toString(), Integer.toString(rounds)), input);
    }

    private static long[] numbers(String line) {
        return List.of(line.split(" ", -1)).stream().mapToLong(Long::parseLong).toArray();
    }
}
