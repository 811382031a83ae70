package io.vipagent.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever fails behind a request is counted and answered, or the connection ends; nobody writes a trace of it. */
class FailedRequestsTest {
    private static final Logger ROUTING = Logger.getLogger("io.vertx.ext.web.RoutingContext");

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<LogRecord> traces = new CopyOnWriteArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord trace) {
            traces.add(trace);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        ROUTING.addHandler(log);
    }

    @AfterEach
    void end() {
        ROUTING.removeHandler(log);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void isAnsweredInAWord() throws IOException {
        assertThat(answer(_ -> {
                    throw new IllegalStateException("a defect");
                }))
                .startsWith("HTTP/1.1 500 ")
                .endsWith("internal server error\n");
    }

    /** As where the agent ends while a page is written: there are no threads any more, also not for the failure. */
    @Test
    void endsTheConnectionWhereItCannotBeAnswered() throws IOException {
        assertThat(answer(context -> {
                    context.response().headersEndHandler(_ -> {
                        throw new RejectedExecutionException("after shutdown");
                    });
                    throw new RejectedExecutionException("after shutdown");
                }))
                .isEmpty();
    }

    @Test
    void endsTheConnectionBehindHalfAnAnswer() throws IOException {
        assertThat(answer(context -> {
                    context.response().setChunked(true).write("half");
                    throw new RejectedExecutionException("after shutdown");
                }))
                .as("no second head, and no chunk that would end the body in good order")
                .doesNotContain("500", "0\r\n\r\n");
    }

    /** Else the other tests would hear no trace in any case. */
    @Test
    void withoutItATraceIsWritten() throws IOException {
        Router router = Router.router(vertx);
        router.route().handler(_ -> {
            throw new IllegalStateException("a defect");
        });
        assertThat(ask(router)).startsWith("HTTP/1.1 500 ");
        assertThat(traces).isNotEmpty();
    }

    private String answer(io.vertx.core.Handler<RoutingContext> resource) throws IOException {
        Router router = Router.router(vertx);
        new FailedRequests(new Refused(registry, new SystemTicker())).register(router);
        router.route().handler(resource);
        String answer = ask(router);
        assertThat(traces).extracting(LogRecord::getMessage).isEmpty();
        assertThat(registry.get("vip_agent.http.refused")
                        .tag("cause", "failed_request")
                        .counter()
                        .count())
                .isEqualTo(1);
        return answer;
    }

    private String ask(Router router) throws IOException {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(router)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            client.setSoTimeout(20_000);
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
