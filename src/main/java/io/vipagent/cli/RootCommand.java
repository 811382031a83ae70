package io.vipagent.cli;

import io.vipagent.platform.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program, which has a verb for each of its tasks. */
@Command(
        name = "vip-agent",
        description = "Keeps the Kubernetes API's virtual IP on a node that can really serve it, and says why.",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Versions.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  vip-agent status --cluster",
            "  vip-agent why --cluster",
            "  vip-agent doctor",
            "  vip-agent explain CERT_EXPIRED"
        },
        exitCodeListHeading = "%nExit codes of check, status, probe and doctor:%n",
        exitCodeList = {
            "0:healthy",
            "1:unhealthy, other; doctor: warnings",
            "2:doctor: errors",
            "10:CONNECT_REFUSED",
            "11:CONNECT_TIMEOUT",
            "12:TLS_FAILED",
            "13:TLS_UNTRUSTED",
            "14:CERT_EXPIRED",
            "15:RESPONSE_TIMEOUT",
            "16:SERVER_ERROR (5xx)",
            "17:UNAUTHORIZED (401, 403)",
            "18:UNEXPECTED_RESPONSE",
            "19:NETWORK (DNS, route, reset)",
            "20:AGENT_UNREACHABLE",
            "21:STALE",
            "22:MAINTENANCE",
            "23:STARTING",
            "24:AGENT_ERROR",
            "25:SLOW",
            "64:wrong command line",
            "70:a defect, please report it",
            "78:wrong configuration, every problem is listed"
        })
final class RootCommand {
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Version.line()};
        }
    }
}
