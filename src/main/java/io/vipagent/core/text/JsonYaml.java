package io.vipagent.core.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes JSON as YAML in blocks, for people. Texts stay in JSON's quotes, which YAML 1.2 reads as they are, so no text
 * is ever taken for a number, a date or a boolean.
 */
public final class JsonYaml {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonYaml() {}

    /**
     * Returns the document {@code json} as YAML, with a line feed at the end.
     *
     * @throws IllegalArgumentException where it is no JSON
     */
    public static String of(String json) {
        StringBuilder out = new StringBuilder();
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            value(parser, "", true, out);
            return out.toString();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be read", e);
        }
    }

    /** Writes what {@code parser} stands at; {@code begun}: an entry of the block may stand on this line. */
    private static void value(JsonParser parser, String indent, boolean begun, StringBuilder out) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            boolean first = true;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                out.append(begin(first, begun, indent))
                        .append(key(parser.currentName()))
                        .append(':');
                parser.nextToken();
                value(parser, indent + "  ", false, out);
                first = false;
            }
            out.append(first ? " {}\n" : "");
        } else if (token == JsonToken.START_ARRAY) {
            boolean first = true;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                out.append(begin(first, begun, indent)).append('-');
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    out.append(' ');
                }
                value(parser, indent + "  ", parser.currentToken() == JsonToken.START_OBJECT, out);
                first = false;
            }
            out.append(first ? " []\n" : "");
        } else if (token == JsonToken.VALUE_STRING) {
            out.append(begun ? "" : " ").append(quoted(parser.getText())).append('\n');
        } else {
            out.append(begun ? "" : " ").append(parser.getText()).append('\n');
        }
    }

    private static String begin(boolean first, boolean begun, String indent) {
        if (first && begun) {
            return "";
        }
        return first ? "\n" + indent : indent;
    }

    private static String key(String name) {
        return name.matches("[A-Za-z][A-Za-z0-9_-]*") && !name.matches("(?i)y|n|yes|no|on|off|true|false|null")
                ? name
                : quoted(name);
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
