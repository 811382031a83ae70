package io.vipagent.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
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

    /** The labels of each series that this instant query finds; empty where it finds none, or not yet. */
    public List<Map<String, String>> series(String query) {
        List<Map<String, String>> all = new ArrayList<>();
        for (JsonNode each : data("query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .path("result")) {
            Map<String, String> labels = new TreeMap<>();
            each.get("metric")
                    .properties()
                    .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
            all.add(labels);
        }
        return all;
    }

    /** Every metric that was ever scraped or recorded. */
    public List<String> names() {
        List<String> all = new ArrayList<>();
        data("label/__name__/values").forEach(name -> all.add(name.asText()));
        return all;
    }

    private JsonNode data(String path) {
        Client.Answer answer = client.get(url + "/api/v1/" + path);
        try {
            return new ObjectMapper()
                    .readTree(answer.status() == OK ? answer.body() : "{}")
                    .path("data");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(answer.body(), e);
        }
    }
}
