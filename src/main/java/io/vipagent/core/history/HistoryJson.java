package io.vipagent.core.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vipagent.core.text.ClockTime;
import io.vipagent.core.text.OneLine;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Events as JSON: a line of the file each, or the document that {@code /api/v1/history} serves. */
public final class HistoryJson {
    /** The most events that a document may hold; of more the newest are kept. */
    public static final int MAX_EVENTS = 20_000;

    private static final int MAX_STRING_LENGTH = 4096;
    private static final int MAX_NESTING = 8;
    private static final int MAX_QUOTED_LENGTH = 60;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_STRING_LENGTH)
                    .maxNestingDepth(MAX_NESTING)
                    .build())
            .build();

    private HistoryJson() {}

    /**
     * What a node says of its history.
     *
     * @param time by its clock, when it said so
     */
    public record Document(String node, Optional<Instant> time, List<HistoryEvent> events) {
        public Document {
            events = List.copyOf(events);
        }
    }

    /** Returns a document of {@code events}, with a line feed at the end. */
    public static String document(String node, Instant time, List<HistoryEvent> events) {
        return written(json -> {
                    json.useDefaultPrettyPrinter();
                    json.writeStartObject();
                    json.writeStringField("node", node);
                    json.writeStringField("time", time.toString());
                    json.writeArrayFieldStart("events");
                    for (HistoryEvent event : events) {
                        write(json, event);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                + "\n";
    }

    /** Returns one event on one line, without a line feed. */
    public static String line(HistoryEvent event) {
        return written(json -> write(json, event));
    }

    /** Returns the event of a {@link #line}; empty where it is none, or of a kind that this version does not know. */
    public static Optional<HistoryEvent> event(String line) {
        try (JsonParser json = JSON.createParser(line)) {
            return json.nextToken() == JsonToken.START_OBJECT ? read(json) : Optional.empty();
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a {@link #document}. What a newer version wrote beside them is passed over.
     *
     * @throws UnreadableHistory where it is no such document
     */
    public static Document read(String document) throws UnreadableHistory {
        List<HistoryEvent> events = new ArrayList<>();
        try (JsonParser json = JSON.createParser(document)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableHistory("no JSON object");
            }
            boolean found = false;
            String node = "";
            Optional<Instant> time = Optional.empty();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("node") && value == JsonToken.VALUE_STRING) {
                    node = json.getText();
                } else if (name.equals("time") && value == JsonToken.VALUE_STRING) {
                    time = Optional.of(time(json.getText()));
                } else if (name.equals("events") && value == JsonToken.START_ARRAY) {
                    found = true;
                    while (json.nextToken() == JsonToken.START_OBJECT && events.size() < MAX_EVENTS) {
                        read(json).ifPresent(events::add);
                    }
                    if (json.currentToken() != JsonToken.END_ARRAY) {
                        throw new UnreadableHistory("events: more than " + MAX_EVENTS + ", or something that is none");
                    }
                } else {
                    json.skipChildren();
                }
            }
            if (!found) {
                throw new UnreadableHistory("no list of events");
            }
            return new Document(node, time, events);
        } catch (IOException | DateTimeException e) {
            throw new UnreadableHistory("not a history: " + e.getMessage());
        }
    }

    private static void write(JsonGenerator json, HistoryEvent event) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", event.at().toString());
        json.writeStringField("node", event.node());
        json.writeStringField("kind", event.kind().label());
        json.writeStringField("subject", event.subject());
        json.writeStringField("state", event.state());
        json.writeStringField("text", event.text());
        if (!event.fields().isEmpty()) {
            json.writeObjectFieldStart("fields");
            for (Map.Entry<String, String> field : event.fields().entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** Reads the object that {@code json} stands at the start of, to its end. */
    private static Optional<HistoryEvent> read(JsonParser json) throws IOException {
        Map<String, String> words = new TreeMap<>();
        Map<String, String> fields = new TreeMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                words.put(name, json.getText());
            } else if (name.equals("fields") && value == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String field = json.currentName();
                    if (json.nextToken() == JsonToken.VALUE_STRING) {
                        fields.put(field, json.getText());
                    } else {
                        json.skipChildren();
                    }
                }
            } else {
                json.skipChildren();
            }
        }
        Optional<EventKind> kind = Optional.ofNullable(words.get("kind")).flatMap(EventKind::of);
        String at = words.get("at");
        if (json.currentToken() != JsonToken.END_OBJECT || kind.isEmpty() || at == null) {
            return Optional.empty();
        }
        return Optional.of(new HistoryEvent(
                time(at),
                words.getOrDefault("node", ""),
                kind.get(),
                words.getOrDefault("subject", ""),
                words.getOrDefault("state", ""),
                words.getOrDefault("text", ""),
                fields));
    }

    private static Instant time(String text) {
        return ClockTime.parse(text)
                .orElseThrow(() -> new DateTimeException(
                        "\"" + OneLine.line(text, MAX_QUOTED_LENGTH) + "\", expected " + ClockTime.EXPECTED));
    }

    @FunctionalInterface
    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static String written(Writing writing) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return out.toString();
    }
}
