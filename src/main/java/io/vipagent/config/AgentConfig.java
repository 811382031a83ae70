package io.vipagent.config;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every key, as it was written. Values are text here, so that {@link SettingsReader} can report every problem of a
 * configuration at once and in our words. {@code docs/CONFIGURATION.md} says what each key does.
 */
@ConfigMapping(prefix = "vip-agent")
public interface AgentConfig {
    /** What this node is called in status and logs. Default: the host's name. */
    Optional<String> node();

    /** What is probed, by name. Without a target of the role local, {@code local} is added. */
    Map<String, TargetConfig> targets();

    /** How verdicts become the decision. */
    DecisionConfig decision();

    /** Where commands reach the agent. */
    ControlConfig control();

    /** What haproxy's agent-check reaches. */
    AgentCheckConfig agentCheck();

    /** What HTTP clients reach. */
    HttpConfig http();

    /** What keepalived follows. */
    KeepalivedConfig keepalived();

    /** One target. */
    interface TargetConfig {
        /** false removes it, the default target {@code local} too. */
        Optional<String> enabled();

        /** local, backend, frontend or vip. Default: local for the target of that name; needed for all others. */
        Optional<String> role();

        /** What is asked. Needed, but for the target {@code local}. */
        Optional<String> url();

        /** SNI, and the name that the certificate must carry. */
        Optional<String> serverName();

        /** Who may vouch for the server. */
        Optional<String> caFile();

        /** true: any certificate passes, so anybody can pass for the apiserver. */
        Optional<String> insecure();

        /** The client certificate, with key-file. */
        Optional<String> certFile();

        /** The client certificate's key. */
        Optional<String> keyFile();

        /** A file with a bearer token. */
        Optional<String> tokenFile();

        /** The HTTP statuses that pass. */
        Optional<List<String>> acceptStatus();

        /** What the body must be; any: anything passes. */
        Optional<String> expectBody();

        /** From the start of a probe to the start of the next. */
        Optional<String> interval();

        /** Of the whole probe. */
        Optional<String> timeout();

        /** Passes in a row that prove it up. */
        Optional<String> rise();

        /** Failures in a row that prove it down. */
        Optional<String> fall();
    }

    /** How verdicts become the decision. */
    interface DecisionConfig {
        /** local, frontend or both. */
        Optional<String> policy();

        /** Whether a node keeps the VIP while every known apiserver fails. */
        Optional<String> holdWhenAllDown();
    }

    /** Where commands reach the agent. */
    interface ControlConfig {
        /** The Unix socket's path. */
        Optional<String> socket();
    }

    /** What haproxy's agent-check reaches. */
    interface AgentCheckConfig {
        /** ADDRESS:PORT, or none. */
        Optional<String> listen();

        /** The networks whose hosts may ask. */
        Optional<List<String>> allow();

        /** verdict, or maintenance where haproxy's own check shall decide alone. */
        Optional<String> reports();

        /** What a drain is told as: drain or maint. */
        Optional<String> drainAs();

        /** How long a client's own line is waited for. */
        Optional<String> lineWait();

        /** How long the agent stays on SIGTERM to release haproxy. */
        Optional<String> release();
    }

    /** What HTTP clients reach. */
    interface HttpConfig {
        /** ADDRESS:PORT. */
        Optional<String> listen();
    }

    /** What keepalived follows. */
    interface KeepalivedConfig {
        /** The file that is written and removed, or none. */
        Optional<String> trackFile();
    }
}
