package io.vipagent.agent.monitor;

import io.vipagent.agent.probe.Probe;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcomes;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/** A probe that passes, or hangs where it is told to; it writes down when it was asked, and by which threads. */
final class FakeProbe implements Probe {
    private final LongSupplier nanos;
    private final Map<String, List<Long>> asked = new ConcurrentHashMap<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();

    FakeProbe(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** From now on probes of this target hang until {@link #release}. */
    void hang(String target) {
        hanging.put(target, new CountDownLatch(1));
    }

    /** Lets the probe of this target end that hangs, and no other hang. */
    void release(String target) {
        hanging.remove(target).countDown();
    }

    /** When each probe of this target began. */
    List<Long> asked(String target) {
        return asked.getOrDefault(target, List.of());
    }

    /** The threads that ever probed. */
    Set<Thread> threads() {
        return threads;
    }

    @Override
    public Outcome probe(Target target) {
        threads.add(Thread.currentThread());
        asked.computeIfAbsent(target.name(), name -> new CopyOnWriteArrayList<>())
                .add(nanos.getAsLong());
        CountDownLatch latch = hanging.get(target.name());
        if (latch == null) {
            return Outcomes.passed();
        }
        try {
            latch.await();
            return Outcomes.passed();
        } catch (InterruptedException swallowed) {
            // As HttpsProbe does during name resolution: the interrupt becomes an outcome.
            return Outcomes.failed(Reason.AGENT_ERROR);
        }
    }
}
