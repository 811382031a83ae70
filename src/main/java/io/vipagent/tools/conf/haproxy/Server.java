package io.vipagent.tools.conf.haproxy;

import io.vipagent.core.protocol.AgentRequest;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code server} with what it inherits from {@code default-server}.
 *
 * @param keywords each with its value, itself where it takes none; what stands last counts
 * @param proxy the proxy that it is in
 */
public record Server(String name, Word address, Map<String, Word> keywords, Proxy proxy, Position at) {
    private static final Duration DEFAULT_INTER = Duration.ofSeconds(2);
    private static final int DEFAULT_FALL = 3;

    /** The keywords of 2.4 to 3.x that stand alone; any other takes a value. */
    private static final Set<String> ALONE = Set.of(
            "agent-check",
            "allow-0rtt",
            "backup",
            "check",
            "check-send-proxy",
            "check-ssl",
            "check-via-socks4",
            "disabled",
            "enabled",
            "force-sslv3",
            "force-tlsv10",
            "force-tlsv11",
            "force-tlsv12",
            "force-tlsv13",
            "no-agent-check",
            "no-backup",
            "no-check",
            "no-check-ssl",
            "no-send-proxy",
            "no-send-proxy-v2",
            "no-send-proxy-v2-ssl",
            "no-send-proxy-v2-ssl-cn",
            "no-ssl",
            "no-ssl-reuse",
            "no-sslv3",
            "no-tls-tickets",
            "no-tlsv10",
            "no-tlsv11",
            "no-tlsv12",
            "no-tlsv13",
            "no-verifyhost",
            "non-stick",
            "send-proxy",
            "send-proxy-v2",
            "send-proxy-v2-ssl",
            "send-proxy-v2-ssl-cn",
            "ssl",
            "ssl-reuse",
            "stick",
            "tfo",
            "tls-tickets");

    /**
     * Returns the keywords of a {@code server} or {@code default-server} behind its address, as {@link #keywords()} has
     * them.
     */
    public static Map<String, Word> keywords(List<Word> words) {
        Map<String, Word> found = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            if (word.text().startsWith("no-")) {
                found.remove(word.text().substring("no-".length()));
            }
            boolean alone = ALONE.contains(word.text()) || i + 1 == words.size();
            found.put(word.text(), alone ? word : words.get(++i));
        }
        return found;
    }

    /** Returns the host of its address, without brackets and port. */
    public String host() {
        String text = address.text();
        int colon = text.lastIndexOf(':');
        String host = colon < 0 || text.endsWith("]") ? text : text.substring(0, colon);
        return host.replaceFirst("^\\[(.*)\\]$", "$1");
    }

    /** Returns the port of its address, as it is written; empty where there is none. */
    public String port() {
        String text = address.text();
        int colon = text.lastIndexOf(':');
        return colon < 0 || text.endsWith("]") ? "" : text.substring(colon + 1);
    }

    /** How deep its own check looks. */
    public enum Depth {
        /** Whether the kernel takes a connection: it does for a process that hangs. */
        CONNECTION,
        /** Whether TLS is spoken: a process that hangs does not, one that is not ready does. */
        TLS,
        /** What the server answers. */
        ANSWER
    }

    /** Returns how deep its own check looks. */
    public Depth depth() {
        Depth ofProxy = proxy.checkDepth();
        boolean tls = has("check-ssl") || (has("ssl") && !has("no-check-ssl"));
        return ofProxy == Depth.CONNECTION && tls ? Depth.TLS : ofProxy;
    }

    /** Returns whether haproxy looks at it by itself. */
    public boolean checks() {
        return has("check");
    }

    /** Returns whether haproxy asks an agent about it. */
    public boolean asksAgent() {
        return has("agent-check");
    }

    /** Returns whether {@code keyword} is there and no later word took it back. */
    public boolean has(String keyword) {
        return keywords.containsKey(keyword);
    }

    /** Returns the value of {@code keyword}. */
    public Optional<Word> value(String keyword) {
        return Optional.ofNullable(keywords.get(keyword));
    }

    /** Returns the time from one check to the next. */
    public Duration inter() {
        return time("inter").orElse(DEFAULT_INTER);
    }

    /** Returns the time from one question to the agent to the next. */
    public Duration agentInter() {
        return time("agent-inter").orElse(inter());
    }

    /** Returns how long an agent may take for its answer: {@code timeout check}, else its interval. */
    public Duration agentTimeout() {
        return proxy.timeout("check").orElse(agentInter());
    }

    /** Returns what an agent is asked. */
    public AgentRequest agentRequest() {
        return AgentRequest.parse(value("agent-send").map(Word::text).orElse(""));
    }

    /** Returns how many consecutive failures mark it down. */
    public int fall() {
        return value("fall")
                .map(Word::text)
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Integer::valueOf)
                .orElse(DEFAULT_FALL);
    }

    /** Returns how long a check may take: {@code timeout check}, else its interval. */
    public Duration checkTimeout() {
        return proxy.timeout("check").orElse(inter());
    }

    /**
     * Returns the longest until a server that hangs is marked down: each failure may take its whole timeout, and the
     * next check begins an interval after that.
     */
    public Duration detection() {
        return inter().plus(checkTimeout()).multipliedBy(fall());
    }

    private Optional<Duration> time(String keyword) {
        return value(keyword).map(Word::text).flatMap(Times::parse);
    }
}
