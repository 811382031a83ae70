package io.vipagent.lab;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Prometheus on a node, asked by its HTTP API. */
public final class Prometheus {
    /** A sample of an instant query: time and value. */
    private static final Pattern VALUE = Pattern.compile("\"value\":\\[[0-9.]+,\"([^\"]+)\"]");

    private static final int OK = 200;

    private final Client client;
    private final String url;

    Prometheus(Client client, String url) {
        this.client = client;
        this.url = url;
    }

    /** The value of the one series that this instant query finds; empty where it finds none, or several, or not yet. */
    public OptionalDouble value(String query) {
        Client.Answer answer =
                client.get(url + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        List<MatchResult> values = VALUE.matcher(answer.body()).results().toList();
        return answer.status() == OK && values.size() == 1
                ? OptionalDouble.of(Double.parseDouble(values.getFirst().group(1)))
                : OptionalDouble.empty();
    }
}
