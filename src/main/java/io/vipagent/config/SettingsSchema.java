package io.vipagent.config;

import static io.vipagent.config.ValueType.keywords;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of settings as a JSON Schema (draft 2020-12), with which editors check and complete the configuration. */
public final class SettingsSchema {
    /** An empty section is a section of defaults. */
    private static final List<String> SECTION = List.of("object", "null");

    private SettingsSchema() {}

    /** Returns the schema, pretty-printed, with a line feed at the end. */
    public static String json() {
        Map<String, Object> properties = new LinkedHashMap<>();
        Map<String, Map<String, Object>> sections = new HashMap<>();
        Map<String, Object> target = new LinkedHashMap<>();
        for (Setting<?> row : SettingsTable.rows()) {
            if (row.isOfTarget()) {
                properties.putIfAbsent("targets", targets(target));
                target.put(row.key().substring(Setting.TARGET.length()), entry(row));
            } else if (row.key().contains(".")) {
                String[] path = row.key().split("\\.");
                Map<String, Object> section = properties;
                for (int depth = 0; depth < path.length - 1; depth++) {
                    String name = String.join(".", List.of(path).subList(0, depth + 1));
                    Map<String, Object> inner = sections.computeIfAbsent(name, _ -> new LinkedHashMap<>());
                    section.put(path[depth], keys(inner));
                    section = inner;
                }
                section.put(path[path.length - 1], entry(row));
            } else {
                properties.put(row.key(), entry(row));
            }
        }
        Map<String, Object> root = keywords(
                "$schema", "https://json-schema.org/draft/2020-12/schema", "title", "The configuration of vip-agent");
        root.putAll(keys(keywords(Setting.ROOT, keys(properties))));
        return write(root);
    }

    private static Map<String, Object> targets(Map<String, Object> target) {
        Map<String, Object> named = keywords("^" + Keys.TARGET_NAME_PATTERN + "$", keys(target));
        return keywords("type", SECTION, "patternProperties", named, "additionalProperties", false);
    }

    private static Map<String, Object> keys(Map<String, Object> properties) {
        return keywords("type", SECTION, "properties", properties, "additionalProperties", false);
    }

    private static Map<String, Object> entry(Setting<?> row) {
        Map<String, Object> entry = keywords("description", description(row));
        if (row.isList()) {
            entry.put(
                    "anyOf",
                    List.of(
                            keywords("type", "array", "items", row.type().schema(), "minItems", 1),
                            keywords("type", List.of("string", "number"))));
        } else {
            entry.putAll(row.type().schema());
        }
        if (!row.defaults().isEmpty()) {
            List<Object> defaults =
                    row.defaults().stream().map(text -> plain(row, text)).toList();
            entry.put("default", row.isList() ? defaults : defaults.getFirst());
        }
        return entry;
    }

    /** Numbers, true and false are written plainly in YAML, everything else as text. */
    private static Object plain(Setting<?> row, String text) {
        Object value = row.type().read(text).orElseThrow();
        return value instanceof Boolean || value instanceof Integer ? value : text;
    }

    private static String description(Setting<?> row) {
        String variable = Environment.variable(row.key("NAME"));
        String otherwise = row.defaults().isEmpty() ? " Default: " + row.defaultCell() + "." : "";
        return row.description() + otherwise + " May be: " + row.bounds() + ". Environment: " + variable + "."
                + (row.isFixed() ? " A change needs a restart." : "");
    }

    private static String write(Map<String, Object> schema) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            write(json, schema);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return out.append('\n').toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName(entry.getKey().toString());
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (Object item : list) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case Boolean bool -> json.writeBoolean(bool);
            case Integer number -> json.writeNumber(number);
            default -> json.writeString(value.toString());
        }
    }
}
