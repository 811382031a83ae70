package io.vipagent.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Measurements that mostly wait, side by side. */
final class Parallel {
    private Parallel() {}

    /** What {@code measure} gives for each of {@code names}, in their order. */
    static <T> Map<String, T> of(List<String> names, Function<String, T> measure) {
        Map<String, T> results = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("bench ", 0).factory())) {
            Map<String, Future<T>> running = new LinkedHashMap<>();
            names.forEach(name -> running.put(name, threads.submit(() -> measure.apply(name))));
            for (Map.Entry<String, Future<T>> each : running.entrySet()) {
                results.put(each.getKey(), each.getValue().get());
            }
        } catch (ExecutionException e) {
            throw new Unusable(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unusable("interrupted");
        }
        return results;
    }
}
