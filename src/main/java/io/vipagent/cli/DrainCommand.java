package io.vipagent.cli;

import io.vipagent.core.protocol.Request;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Maintenance begins. */
@Command(
        name = "drain",
        description = "Lets haproxy drain this node and keepalived release the VIP, until resume or a reboot.",
        footer = {
            "",
            "Examples:",
            "  vip-agent drain kernel update"
        },
        mixinStandardHelpOptions = true)
final class DrainCommand implements Callable<Integer> {
    @Mixin
    private SocketOption socket = new SocketOption();

    @Parameters(paramLabel = "REASON", arity = "0..*", description = "Shown wherever the node is down for it.")
    private List<String> reason = List.of();

    @Override
    public Integer call() {
        return socket.tell(new Request.Drain(String.join(" ", reason)));
    }
}
