package io.vipagent.agent.probe;

import io.vipagent.core.target.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The bytes of a GET request, as HTTP/1.1 has them. */
final class GetRequest {
    private GetRequest() {}

    /** Returns a request for the endpoint's own path, after which the server shall close the connection. */
    static byte[] closing(Endpoint endpoint, Optional<String> authorization) {
        return bytes(endpoint, endpoint.requestTarget(), "Connection: close\r\n", authorization);
    }

    /** Returns a request for {@code requestTarget}, after which the connection may be kept. */
    static byte[] keepingAlive(Endpoint endpoint, String requestTarget, Optional<String> authorization) {
        return bytes(endpoint, requestTarget, "", authorization);
    }

    private static byte[] bytes(
            Endpoint endpoint, String requestTarget, String connection, Optional<String> authorization) {
        StringBuilder request = new StringBuilder()
                .append("GET ")
                .append(requestTarget)
                .append(" HTTP/1.1\r\nHost: ")
                .append(endpoint.authority())
                .append("\r\nUser-Agent: vip-agent\r\nAccept: */*\r\n")
                .append(connection);
        authorization.ifPresent(
                value -> request.append("Authorization: ").append(value).append("\r\n"));
        return request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
