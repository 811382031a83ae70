package io.vipagent.cli;

import io.vipagent.cli.option.SocketOption;
import io.vipagent.core.protocol.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts this node into service again after maintenance. */
@Command(
        name = "resume",
        description = "Ends a drain.",
        footer = {"", "Examples:", "  vip-agent resume"},
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
    @Mixin
    private SocketOption socket = new SocketOption();

    @Override
    public Integer call() {
        return AgentConversation.on(socket).tell(new Request.Resume());
    }
}
