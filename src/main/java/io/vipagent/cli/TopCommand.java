package io.vipagent.cli;

import io.vipagent.cli.option.DurationConverter;
import io.vipagent.cli.option.SocketOption;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.protocol.Request.Format;
import io.vipagent.core.status.TopScreen;
import io.vipagent.core.status.TopScreen.Header;
import io.vipagent.core.status.TopScreen.ScreenForm;
import io.vipagent.core.text.Durations;
import io.vipagent.platform.linux.Keyboard;
import io.vipagent.platform.time.SystemTicker;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The cluster on one screen that goes on. */
@Command(
        name = "top",
        description = {
            "Shows the cluster on one screen, as this node's agent sees it, and marks what changes.",
            "Keys: q quits, p stands still. Where it is no terminal or NO_COLOR is set: plain text."
        },
        footer = {"", "Examples:", "  vip-agent top", "  vip-agent top --interval 500ms", "  vip-agent top --count 1"},
        mixinStandardHelpOptions = true)
final class TopCommand implements Callable<Integer> {
    private static final int STANDARD_OUTPUT = 1;
    private static final int WIDTH = 80;
    private static final int HEIGHT = 24;
    private static final int MAX_SIZE = 1000;
    private static final Duration MIN_INTERVAL = Duration.ofMillis(100);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SocketOption socket = new SocketOption();

    @Option(
            names = {"-n", "--interval"},
            paramLabel = "DURATION",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "From one screen to the next, 100ms at least (default: ${DEFAULT-VALUE}).")
    private Duration interval = Duration.ofSeconds(1);

    @Option(names = "--count", paramLabel = "NUMBER", description = "End after so many screens (default: never).")
    private int count;

    private final Ticker ticker = new SystemTicker();

    /** The text of the screen before. */
    private Optional<String> before = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        if (interval.compareTo(MIN_INTERVAL) < 0) {
            throw new ParameterException(spec.commandLine(), "--interval: expected 100ms at least");
        }
        if (count < 0) {
            throw new ParameterException(spec.commandLine(), "--count: expected a number of screens, or none");
        }
        boolean terminal = Keyboard.isTerminal(STANDARD_OUTPUT);
        Optional<Keyboard> keyboard = terminal ? Keyboard.open() : Optional.empty();
        try {
            return show(terminal, keyboard);
        } finally {
            keyboard.ifPresent(Keyboard::close);
        }
    }

    private int show(boolean terminal, Optional<Keyboard> keyboard) throws InterruptedException {
        Map<String, String> environment = System.getenv();
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean colour =
                terminal && !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
        ScreenForm look = new ScreenForm(
                size(environment.get("COLUMNS"), WIDTH),
                terminal ? size(environment.get("LINES"), HEIGHT) : MAX_SIZE,
                colour);
        boolean paused = false;
        int code = ExitCode.OK.code();
        long next = ticker.nanos();
        String text = "";
        for (int screens = 1; ; screens++) {
            if (!paused) {
                Reply reply = AgentConversation.on(socket).ask(new Request.Status(Format.CLUSTER));
                before = text.isEmpty() ? Optional.empty() : Optional.of(text);
                text = reply.body().isEmpty() ? "fault    " + reply.text() + "\n" : reply.body();
                code = reply.exitCode();
            }
            Header header = new Header(
                    ticker.wall().atZone(ZoneId.systemDefault()),
                    Durations.format(interval),
                    paused,
                    keyboard.isPresent());
            boolean read = Terminal.draw(TopScreen.of(text, before, header, look), terminal && !dumb);
            if (screens == count || !read) {
                return code;
            }
            next += interval.toNanos();
            if (keyboard.isEmpty()) {
                ticker.sleepUntil(next);
                continue;
            }
            OptionalInt key = keyboard.get().await(ticker, next);
            while (key.isPresent() && key.getAsInt() != 'p' && !ends(key.getAsInt())) {
                key = keyboard.get().await(ticker, next);
            }
            if (key.isPresent() && ends(key.getAsInt())) {
                return code;
            }
            if (key.isPresent()) {
                paused = !paused;
                next = ticker.nanos();
            }
        }
    }

    private static boolean ends(int key) {
        return key == 'q' || key == Keyboard.INTERRUPT || key == Keyboard.END;
    }

    /** Returns what the shell says of its window, if it says so. */
    private static int size(@Nullable String given, int usual) {
        try {
            int size = given == null ? usual : Integer.parseInt(given);
            return size > 0 && size <= MAX_SIZE ? size : usual;
        } catch (NumberFormatException e) {
            return usual;
        }
    }
}
