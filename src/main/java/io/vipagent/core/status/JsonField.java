package io.vipagent.core.status;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vipagent.core.text.ClockTime;
import io.vipagent.core.text.IpAddresses;
import io.vipagent.core.text.OneLine;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * One value of a status, as what it must be.
 *
 * @param json stands at {@code token}
 * @param path where it is in the status
 */
record JsonField(JsonToken token, JsonParser json, String path) {
    static final String ANY_ADDRESS = "an IP address";
    static final String ANY_FLAG = "true or false";

    static final int MAX_NAME_LENGTH = 253;
    private static final String ANY_NODE = "a name of 1 to " + MAX_NAME_LENGTH + " printable characters";
    private static final int MAX_QUOTED_LENGTH = 40;

    /** Returns the name of a node. */
    String node() throws IOException, UnreadableStatus {
        String given = text(ANY_NODE);
        if (given.isEmpty() || !OneLine.line(given, MAX_NAME_LENGTH).equals(given)) {
            throw wrong(ANY_NODE);
        }
        return given;
    }

    /** Returns a time, or none for null. */
    Optional<Instant> time() throws IOException, UnreadableStatus {
        if (token == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        Optional<Instant> time = ClockTime.parse(text(ClockTime.EXPECTED));
        if (time.isEmpty()) {
            throw wrong(ClockTime.EXPECTED);
        }
        return time;
    }

    /** Returns an address, the same in whichever notation; no zone, which would be looked up on this machine. */
    InetAddress address() throws IOException, UnreadableStatus {
        String given = text(ANY_ADDRESS);
        Optional<InetAddress> address = IpAddresses.parseGlobal(given);
        if (address.isEmpty()) {
            throw wrong(ANY_ADDRESS);
        }
        return address.get();
    }

    /** Returns a flag. */
    boolean flag() throws IOException, UnreadableStatus {
        if (!token.isBoolean()) {
            throw wrong(ANY_FLAG);
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** Demands the start of an object. */
    void object() throws IOException, UnreadableStatus {
        if (token != JsonToken.START_OBJECT) {
            throw wrong("an object");
        }
    }

    /** Demands the start of a list. */
    void list() throws IOException, UnreadableStatus {
        if (token != JsonToken.START_ARRAY) {
            throw wrong("a list");
        }
    }

    private String text(String expected) throws IOException, UnreadableStatus {
        if (token != JsonToken.VALUE_STRING) {
            throw wrong(expected);
        }
        return json.getText();
    }

    private UnreadableStatus wrong(String expected) throws IOException {
        String given = switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "\"" + OneLine.line(json.getText(), MAX_QUOTED_LENGTH) + "\"";
            default -> OneLine.line(json.getText(), MAX_QUOTED_LENGTH);
        };
        return new UnreadableStatus(path + ": " + given + ", expected " + expected);
    }
}
