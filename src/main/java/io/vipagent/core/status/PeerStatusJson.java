package io.vipagent.core.status;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vipagent.core.text.OneLine;
import io.vipagent.core.vip.PeerStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a status that peers read of each other. They are written and read by this type alone; what peers show
 * to people of the rest goes to {@link DetailFields}. The reader is told one token after the other and knows by itself
 * where it is, so no nesting can overflow its stack.
 */
final class PeerStatusJson {
    private static final int MAX_VIPS = 100;

    private enum JsonPlace {
        BEFORE,
        IN_STATUS,
        IN_DECISION,
        IN_VIPS,
        IN_VIP,
        IN_VRRP,
        IN_INSTANCE,
        IN_TARGETS,
        IN_TARGET,
        IN_CERTIFICATE,
        BEHIND
    }

    private final Set<String> seen = new HashSet<>();
    private final Map<InetAddress, Boolean> vips = new HashMap<>();
    private JsonPlace place = JsonPlace.BEFORE;
    private String name = "";
    private int skipped;
    private int vip = -1;
    private Optional<String> node = Optional.empty();
    private Optional<Instant> time = Optional.empty();
    private Optional<Boolean> mayHoldVip = Optional.empty();
    private Optional<InetAddress> address = Optional.empty();
    private Optional<Boolean> present = Optional.empty();
    private final DetailFields details = new DetailFields();

    /** Writes the name of the node, with a question mark for every character that a peer would refuse. */
    static void node(JsonGenerator json, String node) throws IOException {
        json.writeStringField(StatusKeys.NODE, OneLine.line(node, JsonField.MAX_NAME_LENGTH));
    }

    /** Writes the time at which the status was made. */
    static void time(JsonGenerator json, Instant time) throws IOException {
        json.writeStringField(StatusKeys.TIME, time.toString());
    }

    /** Starts the object of the decision; more fields may follow in it. */
    static void startDecision(JsonGenerator json, boolean mayHoldVip) throws IOException {
        json.writeObjectFieldStart(StatusKeys.DECISION);
        json.writeBooleanField(StatusKeys.MAY_HOLD_VIP, mayHoldVip);
    }

    /** Starts the list of the VIPs. */
    static void startVips(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(StatusKeys.VIPS);
    }

    /** Starts the object of one VIP; more fields may follow in it. */
    static void startVip(JsonGenerator json, InetAddress address, boolean present) throws IOException {
        json.writeStartObject();
        json.writeStringField(StatusKeys.ADDRESS, address.getHostAddress());
        json.writeBooleanField(StatusKeys.PRESENT, present);
    }

    /** Takes the next token, at which {@code json} stands. */
    void take(JsonToken token, JsonParser json) throws IOException, UnreadableStatus {
        if (skipped > 0) {
            skipped += depth(token);
        } else if (token == JsonToken.FIELD_NAME) {
            name = json.currentName();
        } else {
            value(token, json);
        }
    }

    /** Returns what was read. */
    PeerStatus status() throws UnreadableStatus {
        if (node.isPresent() && seen.contains(StatusKeys.VIPS) && mayHoldVip.isPresent()) {
            return new PeerStatus(node.get(), time, vips, mayHoldVip.get(), details.details());
        }
        List<String> missing = new ArrayList<>(
                List.of(StatusKeys.NODE, StatusKeys.VIPS, StatusKeys.DECISION + "." + StatusKeys.MAY_HOLD_VIP));
        missing.removeAll(seen);
        throw new UnreadableStatus(String.join(", ", missing) + ": missing, expected in the status of a vip-agent");
    }

    private void value(JsonToken token, JsonParser json) throws IOException, UnreadableStatus {
        switch (place) {
            case BEFORE -> {
                new JsonField(token, json, "the body").object();
                place = JsonPlace.IN_STATUS;
            }
            case IN_STATUS -> ofStatus(token, json);
            case IN_DECISION -> ofDecision(token, json);
            case IN_VIPS -> ofVips(token, json);
            case IN_VIP -> ofVip(token, json);
            case IN_VRRP -> place = entry(token, JsonPlace.IN_INSTANCE);
            case IN_INSTANCE -> {
                if (token == JsonToken.END_OBJECT) {
                    details.endInstance();
                    place = JsonPlace.IN_VRRP;
                } else {
                    detail(token, json, "");
                }
            }
            case IN_TARGETS -> place = entry(token, JsonPlace.IN_TARGET);
            case IN_TARGET -> {
                if (token == JsonToken.END_OBJECT) {
                    details.endTarget();
                    place = JsonPlace.IN_TARGETS;
                } else if (name.equals(StatusKeys.CERTIFICATE) && token == JsonToken.START_OBJECT) {
                    place = JsonPlace.IN_CERTIFICATE;
                } else {
                    detail(token, json, "");
                }
            }
            case IN_CERTIFICATE -> {
                if (token == JsonToken.END_OBJECT) {
                    place = JsonPlace.IN_TARGET;
                } else {
                    detail(token, json, DetailFields.CERTIFICATE);
                }
            }
            case BEHIND -> throw new UnreadableStatus("more behind the end of the status, expected one JSON object");
        }
    }

    private void ofStatus(JsonToken token, JsonParser json) throws IOException, UnreadableStatus {
        if (token == JsonToken.END_OBJECT) {
            place = JsonPlace.BEHIND;
            return;
        }
        switch (name) {
            case StatusKeys.NODE -> node = Optional.of(once(token, json, name).node());
            case StatusKeys.TIME -> time = once(token, json, name).time();
            case StatusKeys.DECISION -> {
                once(token, json, name).object();
                place = JsonPlace.IN_DECISION;
            }
            case StatusKeys.VIPS -> {
                once(token, json, name).list();
                place = JsonPlace.IN_VIPS;
            }
            case StatusKeys.VRRP -> place = list(token, JsonPlace.IN_VRRP);
            case StatusKeys.TARGETS -> place = list(token, JsonPlace.IN_TARGETS);
            default -> detail(token, json, DetailFields.STATUS);
        }
    }

    /** A list that is for people alone is read where it is as expected, and skipped where it is not. */
    private JsonPlace list(JsonToken token, JsonPlace inside) {
        if (token == JsonToken.START_ARRAY) {
            return inside;
        }
        skipped = depth(token);
        return place;
    }

    private JsonPlace entry(JsonToken token, JsonPlace inside) {
        if (token == JsonToken.END_ARRAY) {
            return JsonPlace.IN_STATUS;
        }
        if (token == JsonToken.START_OBJECT) {
            return inside;
        }
        skipped = depth(token);
        return place;
    }

    private void detail(JsonToken token, JsonParser json, String prefix) throws IOException {
        skipped = depth(token);
        if (token.isScalarValue()) {
            details.take(prefix + name, json.getText());
        }
    }

    private void ofDecision(JsonToken token, JsonParser json) throws IOException, UnreadableStatus {
        if (token == JsonToken.END_OBJECT) {
            place = JsonPlace.IN_STATUS;
        } else if (name.equals(StatusKeys.MAY_HOLD_VIP)) {
            mayHoldVip = Optional.of(once(token, json, StatusKeys.DECISION + "." + StatusKeys.MAY_HOLD_VIP)
                    .flag());
        } else {
            detail(token, json, DetailFields.DECISION);
        }
    }

    private void ofVips(JsonToken token, JsonParser json) throws IOException, UnreadableStatus {
        if (token == JsonToken.END_ARRAY) {
            place = JsonPlace.IN_STATUS;
            return;
        }
        if (++vip == MAX_VIPS) {
            throw new UnreadableStatus(StatusKeys.VIPS + ": more than " + MAX_VIPS + ", expected at most so many");
        }
        new JsonField(token, json, StatusKeys.VIPS + "[" + vip + "]").object();
        place = JsonPlace.IN_VIP;
    }

    private void ofVip(JsonToken token, JsonParser json) throws IOException, UnreadableStatus {
        String path = StatusKeys.VIPS + "[" + vip + "].";
        if (token == JsonToken.END_OBJECT) {
            place = JsonPlace.IN_VIPS;
            keepVip(path);
            return;
        }
        switch (name) {
            case StatusKeys.ADDRESS ->
                address = Optional.of(once(token, json, path + name).address());
            case StatusKeys.PRESENT ->
                present = Optional.of(once(token, json, path + name).flag());
            default -> skipped = depth(token);
        }
    }

    private void keepVip(String path) throws UnreadableStatus {
        if (address.isEmpty()) {
            throw new UnreadableStatus(path + StatusKeys.ADDRESS + ": missing, expected " + JsonField.ANY_ADDRESS);
        }
        if (present.isEmpty()) {
            throw new UnreadableStatus(path + StatusKeys.PRESENT + ": missing, expected " + JsonField.ANY_FLAG);
        }
        if (vips.put(address.get(), present.get()) != null) {
            throw new UnreadableStatus(path + StatusKeys.ADDRESS + ": "
                    + address.get().getHostAddress() + " is there twice, expected once");
        }
        address = Optional.empty();
        present = Optional.empty();
    }

    private JsonField once(JsonToken token, JsonParser json, String path) throws UnreadableStatus {
        if (!seen.add(path)) {
            throw new UnreadableStatus(path + ": there twice, expected once");
        }
        return new JsonField(token, json, path);
    }

    /** Returns how a token changes the depth. */
    private static int depth(JsonToken token) {
        if (token.isStructStart()) {
            return 1;
        }
        return token.isStructEnd() ? -1 : 0;
    }
}
