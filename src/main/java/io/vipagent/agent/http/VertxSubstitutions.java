package io.vipagent.agent.http;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.http.impl.Http1xServerRequest;
import io.vertx.core.http.impl.Http1xUpgradeToH2CHandler;
import io.vertx.core.http.impl.HttpServerConnectionHandler;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.future.PromiseInternal;
import io.vertx.core.impl.resolver.DnsResolverProvider;
import io.vertx.core.net.impl.HAProxyMessageCompletionHandler;

/**
 * Leaves out of the native image what the port does not speak, though Vert.x would: HTTP/2, WebSockets, forms,
 * haproxy's PROXY protocol and DNS of its own. Each is turned off or never asked for; without its entrance the builder
 * leaves all that is behind it out, which is also code that no stranger can reach any more.
 */
final class VertxSubstitutions {
    private VertxSubstitutions() {}

    @TargetClass(AbstractHttp2ConnectionHandlerBuilder.class)
    static final class Http2 {
        @Substitute
        protected Http2ConnectionHandler build() {
            throw new UnsupportedOperationException("no HTTP/2");
        }
    }

    @TargetClass(Http1xUpgradeToH2CHandler.class)
    static final class Http2Upgrade {
        @Substitute
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.fireChannelRead(message);
        }
    }

    @TargetClass(Http1xServerConnection.class)
    static final class WebSockets {
        @Substitute
        void createWebSocket(Http1xServerRequest request, PromiseInternal<ServerWebSocket> promise) {
            promise.fail(new UnsupportedOperationException("no WebSockets"));
        }
    }

    @TargetClass(HttpServerConnectionHandler.class)
    static final class WebSocketExtensions {
        @Substitute
        private void initializeWebSocketExtensions(ChannelPipeline pipeline) {
            // There are no WebSockets.
        }
    }

    @TargetClass(Http1xServerRequest.class)
    static final class Forms {
        @Substitute
        public HttpServerRequest setExpectMultipart(boolean expect) {
            throw new UnsupportedOperationException("no forms");
        }
    }

    @TargetClass(HAProxyMessageCompletionHandler.class)
    static final class ProxyProtocol {
        @Substitute
        public static boolean canUseProxyProtocol(boolean wanted) {
            return false;
        }
    }

    /** Vert.x falls back to the resolver of the JDK, which Quarkus asks it for in any case. */
    @TargetClass(DnsResolverProvider.class)
    static final class Dns {
        @Substitute
        public static DnsResolverProvider create(VertxInternal vertx, AddressResolverOptions options) {
            throw new UnsupportedOperationException("no DNS");
        }
    }
}
