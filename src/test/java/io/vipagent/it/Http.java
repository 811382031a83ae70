package io.vipagent.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLContext;

/** Asks an agent by HTTP. */
final class Http implements AutoCloseable {
    private final String base;
    private final HttpClient client;

    Http(String address, int port) {
        this("http://" + address + ":" + port, HttpClient.newBuilder());
    }

    private Http(String base, HttpClient.Builder builder) {
        this.base = base;
        this.client = builder.version(Version.HTTP_1_1).build();
    }

    /** The same in TLS. */
    static Http tls(String address, int port, SSLContext context) {
        return new Http(
                "https://" + address + ":" + port, HttpClient.newBuilder().sslContext(context));
    }

    /** The answer to a GET; {@code headers} are names and values by turns. */
    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    /** The answer to any method. */
    HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, BodyPublishers.noBody())
                .timeout(Program.TIMEOUT);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
