package io.vipagent.cli;

import io.vipagent.agent.peers.HttpPeerClient;
import io.vipagent.cli.option.ConfigOption;
import io.vipagent.cli.option.DurationConverter;
import io.vipagent.cli.option.SocketOption;
import io.vipagent.config.ConfigLoader;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Settings;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.target.Endpoint;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.text.Durations;
import io.vipagent.core.text.IpAddresses;
import io.vipagent.core.vip.Peer;
import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import io.vipagent.platform.time.SystemTicker;
import io.vipagent.tools.doctor.Doctor;
import io.vipagent.tools.doctor.collect.FactCollector;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.Severity;
import io.vipagent.tools.rehearse.Rehearsal;
import io.vipagent.tools.rehearse.Rehearsal.NotRehearsed;
import io.vipagent.tools.rehearse.Rehearsal.RehearsalResult;
import java.io.Console;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A takeover on purpose. */
@Command(
        name = "rehearse",
        description = {
            "Tries a takeover out on the live cluster. Run it on the node that holds the VIP: it is drained for a time,"
                    + " another node takes over, it is taken back, and a client asks through the VIP all the while.",
            "Looks first whether all is well, asks before it begins, and writes what it measured to the history.",
            "Whatever happens to this command, the drain ends by itself."
        },
        footer = {"", "Examples:", "  vip-agent rehearse", "  vip-agent rehearse --yes --for 1m"},
        mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {
    private static final Path KEEPALIVED = Path.of("/etc/keepalived/keepalived.conf");

    /** What init writes into keepalived.conf. */
    private static final Pattern PROMISE = Pattern.compile("The VIP is on another node ([0-9.]+) s later at most");

    /** By how much the measurement itself may be late. */
    private static final double SLACK_SECONDS = 0.25;

    private static final Duration MIN_LENGTH = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private SocketOption socket = new SocketOption();

    @Option(names = "--yes", description = "Do not ask; needed where there is no terminal.")
    private boolean yes;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "1m",
            converter = DurationConverter.class,
            description = "After which the drain ends by itself, 10s or more (default: ${DEFAULT-VALUE}).")
    private Duration length = Duration.ofMinutes(1);

    @Option(names = "--without-doctor", description = "Go on although doctor finds errors, or cannot look.")
    private boolean withoutDoctor;

    @Override
    public Integer call() throws InvalidConfiguration, InterruptedException {
        if (length.compareTo(MIN_LENGTH) < 0 || length.compareTo(Request.MAX_DRAIN) > 0) {
            throw new ParameterException(
                    spec.commandLine(), "--for: " + Durations.format(length) + "; expected 10s to 24h");
        }
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        if (!yes && !terminal) {
            throw new ParameterException(
                    spec.commandLine(), "there is no terminal to ask on; --yes begins without a question");
        }
        Settings settings = ConfigLoader.load(config.file(), System.getenv());
        Target through = target(settings);
        SystemTicker ticker = new SystemTicker();
        Rehearsal rehearsal = new Rehearsal(
                socket.named(System.getenv()).orElse(settings.socket()),
                settings.vips(),
                peers(settings),
                new Endpoint(url(through, settings.vips().getFirst()), Optional.of(through.tlsSettings())),
                through.expectedResponse(),
                new HttpPeerClient(ticker, warning -> System.err.println("vip-agent: " + warning)),
                ticker);
        List<String> obstacles = new ArrayList<>(rehearsal.obstacles());
        if (!withoutDoctor) {
            obstacles.addAll(errors(ticker));
        }
        if (!obstacles.isEmpty()) {
            obstacles.forEach(obstacle -> System.err.println("no rehearsal: " + obstacle));
            return ExitCode.UNHEALTHY.code();
        }
        System.out.println("All nodes are well. This node is drained, for " + Durations.format(length)
                + " at most; connections through it break, as in a takeover.");
        if (!yes && !agreed()) {
            System.out.println("nothing was done");
            return ExitCode.OK.code();
        }
        try {
            return report(rehearsal.run(length));
        } catch (NotRehearsed e) {
            System.err.println(e.getMessage());
            return ExitCode.UNHEALTHY.code();
        }
    }

    private static boolean agreed() {
        return Optional.ofNullable(System.console())
                .flatMap(console -> Optional.ofNullable(console.readLine("Begin? [y/N] ")))
                .filter(answer -> answer.strip().equalsIgnoreCase("y"))
                .isPresent();
    }

    private static int report(RehearsalResult result) {
        Optional<Double> promise = promise();
        boolean late = promise.isPresent() && result.takeover().toMillis() / 1e3 > promise.get() + SLACK_SECONDS;
        System.out.println("takeover   "
                + result.successor()
                        .map(name -> name + " had the VIP " + Rehearsal.seconds(result.takeover()) + " after the drain")
                        .orElse("nobody took over within " + Rehearsal.seconds(result.takeover())));
        System.out.println("promised   "
                + promise.map(seconds -> seconds + " s" + (late ? ": this was slower" : ""))
                        .orElse("not known: " + KEEPALIVED + " has no line of init that this user can read"));
        System.out.println("way back   "
                + result.back()
                        .map(after -> Rehearsal.seconds(after) + " after the end of the drain")
                        .orElse("none: the VIP stayed, as with nopreempt"));
        System.out.println("clients    " + result.losses().lost() + " of "
                + result.losses().asked() + " requests lost, longest gap "
                + Rehearsal.seconds(result.losses().gap()));
        return (result.successor().isPresent() && !late ? ExitCode.OK : ExitCode.UNHEALTHY).code();
    }

    /** Returns what {@code init} promised for this node. */
    private static Optional<Double> promise() {
        try {
            Matcher promised = PROMISE.matcher(
                    new String(RegularFile.bytes(KEEPALIVED, FileKind.NODE_FILE), StandardCharsets.UTF_8));
            return promised.find() ? Optional.of(Double.valueOf(promised.group(1))) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private List<String> errors(SystemTicker ticker) throws InvalidConfiguration {
        FactCollector.CollectionRequest asked = new FactCollector.CollectionRequest(
                Path.of("/"),
                List.of(),
                Optional.empty(),
                "/etc/kubernetes/manifests",
                config.file(),
                System.getenv(),
                socket.named(System.getenv()),
                Duration.ZERO);
        return Doctor.examine(FactCollector.gather(asked, ticker)).findings().stream()
                .filter(finding -> finding.id().severity() == Severity.ERROR)
                .map(RehearseCommand::line)
                .toList();
    }

    private static String line(Finding finding) {
        return "doctor: " + finding.id() + " " + finding.location() + ": " + finding.problem();
    }

    private Target target(Settings settings) throws InvalidConfiguration {
        List<String> problems = new ArrayList<>();
        if (settings.vips().isEmpty()) {
            problems.add("vip: none; expected the address that moves");
        }
        if (settings.peers().urls().isEmpty()) {
            problems.add("peers: none; expected the other agents, who say whether they can take over");
        }
        Optional<Target> through = Optional.empty();
        for (TargetRole role : List.of(TargetRole.VIP, TargetRole.FRONTEND, TargetRole.LOCAL)) {
            through = through.or(() -> settings.targets().stream()
                    .filter(target -> target.role() == role)
                    .findFirst());
        }
        if (through.isEmpty()) {
            problems.add("targets: none of role vip, frontend or local; expected one, to know the port");
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfiguration("rehearse", problems);
        }
        return through.orElseThrow();
    }

    /** Returns the same through the VIP: port and path of the target, which clients have too. */
    private static URI url(Target target, InetAddress vip) {
        if (target.role() == TargetRole.VIP) {
            return target.url();
        }
        String host = IpAddresses.withBrackets(vip.getHostAddress());
        return URI.create("https://" + host + ":" + target.port() + target.requestTarget());
    }

    private static List<Peer> peers(Settings settings) {
        return settings.peers().urls().stream()
                .map(url -> new Peer(
                        url,
                        Optional.of(settings.peers().tlsSettings(url))
                                .filter(_ -> url.getScheme().equals("https"))))
                .toList();
    }
}
