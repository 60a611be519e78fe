package io.tallygate.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An API that does what its callers ask it to by {@code X-Want}: answer with a status, at once
 * ({@code early}) or when the request has ended, hang, hang up, also within its answer ({@code
 * half}), switch protocols unasked, answer what is no HTTP, or send a body of some size. It counts
 * what reached it.
 */
final class TestUpstream implements AutoCloseable {

  private static final int RECORDED_MAX = 10_000;

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel server;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong bodyBytes = new AtomicLong();
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

  /** A request as it came; fields by lower-case name. */
  record Seen(String method, String uri, Map<String, String> fields) {}

  TestUpstream() {
    server =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new HttpServerCodec(), new Handler());
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort());
  }

  long calls() {
    return calls.get();
  }

  long connections() {
    return connections.get();
  }

  long bodyBytes() {
    return bodyBytes.get();
  }

  Seen lastSeen() {
    Seen last = null;
    for (Seen next : seen) {
      last = next;
    }
    if (last == null) {
      throw new AssertionError("nothing reached the upstream");
    }
    return last;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Handler extends SimpleChannelInboundHandler<HttpObject> {

    private @Nullable HttpRequest request;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      connections.incrementAndGet();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      connections.decrementAndGet();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
      if (message instanceof HttpRequest head) {
        request = head;
        calls.incrementAndGet();
        record(head);
      }
      if (request != null && request.headers().contains("X-Want", "early", false)) {
        request = null;
        ctx.writeAndFlush(withLength("early"));
      }
      if (message instanceof HttpContent content) {
        bodyBytes.addAndGet(content.content().readableBytes());
      }
      if (message instanceof LastHttpContent && request != null) {
        answer(ctx, request);
      }
    }

    private void record(HttpRequest head) {
      Map<String, String> fields = new TreeMap<>();
      head.headers()
          .forEach(
              field ->
                  fields.merge(
                      field.getKey().toLowerCase(java.util.Locale.ROOT),
                      field.getValue(),
                      (a, b) -> a + ", " + b));
      seen.add(new Seen(head.method().name(), head.uri(), fields));
      if (seen.size() > RECORDED_MAX) {
        seen.poll();
      }
    }

    private void answer(ChannelHandlerContext ctx, HttpRequest head) {
      String want = head.headers().get("X-Want", "200");
      if (want.equals("hang")) {
        return;
      }
      if (want.equals("hang-up")) {
        ctx.close();
        return;
      }
      if (want.equals("half")) {
        ctx.write(head(HttpResponseStatus.OK, 100));
        ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[50])))
            .addListener(ChannelFutureListener.CLOSE);
        return;
      }
      if (want.equals("garbage")) { // past the codec
        ByteBuf garbage = Unpooled.copiedBuffer("no HTTP\r\n\r\n", StandardCharsets.US_ASCII);
        ctx.pipeline().firstContext().writeAndFlush(garbage);
        return;
      }
      if (want.startsWith("bytes=")) {
        stream(ctx, Long.parseLong(want.substring(6)));
        return;
      }
      int status = Integer.parseInt(want);
      boolean none = status == 204 || status == 304;
      byte[] body = none ? new byte[0] : "{\"from\":\"upstream\"}".getBytes(StandardCharsets.UTF_8);
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.valueOf(status),
              Unpooled.wrappedBuffer(body));
      if (!none) {
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
      }
      response.headers().set("X-RateLimit-Limit", "7"); // the gateway's replace them
      response.headers().set("X-From", "upstream");
      cors(head, response);
      ctx.writeAndFlush(response);
    }

    private void cors(HttpRequest head, HttpResponse response) {
      String origin = head.headers().get(HttpHeaderNames.ORIGIN);
      if (origin != null) {
        response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "authorization");
        response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, DELETE");
      }
    }

    private static HttpResponse head(HttpResponseStatus status, long bytes) {
      HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
      head.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes);
      return head;
    }

    private static FullHttpResponse withLength(String body) {
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.OK,
              Unpooled.copiedBuffer(body, StandardCharsets.US_ASCII));
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length());
      return response;
    }

    private void stream(ChannelHandlerContext ctx, long bytes) {
      ctx.write(head(HttpResponseStatus.OK, bytes));
      next(ctx, bytes);
    }

    private void next(ChannelHandlerContext ctx, long left) {
      int size = (int) Math.min(left, 64 << 10);
      ByteBuf part = Unpooled.wrappedBuffer(new byte[size]);
      if (left == size) {
        ctx.writeAndFlush(new DefaultLastHttpContent(part));
        return;
      }
      ctx.writeAndFlush(new DefaultHttpContent(part))
          .addListener(
              (ChannelFutureListener)
                  done -> {
                    if (done.isSuccess()) {
                      next(ctx, left - size);
                    }
                  });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
