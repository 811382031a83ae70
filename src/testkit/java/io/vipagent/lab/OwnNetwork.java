package io.vipagent.lab;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Hands a test to another JVM, which runs that one alone; its failure is this test's. */
final class OwnNetwork implements InvocationInterceptor {
    private static final String INSIDE = "vip-agent.own-network";

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        if (Boolean.getBoolean(INSIDE)) {
            invocation.proceed();
            return;
        }
        invocation.skip();
        List<String> command = new ArrayList<>(JavaCommand.of(
                OwnNetwork.class,
                test.getTargetClass().getName(),
                test.getExecutable().getName()));
        command.add(1, "-D" + INSIDE + "=true");
        Shell.Result result = Shell.run(new FreshNetwork().inside(command));
        if (result.exitCode() != 0) {
            throw new AssertionError(result.said());
        }
    }

    /** {@code OwnNetwork CLASS METHOD}: runs it and exits with 0 if it passed. */
    public static void main(String... args) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(args[0], args[1]))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        System.exit(summary.getTestsSucceededCount() == 1 ? 0 : 1);
    }
}
