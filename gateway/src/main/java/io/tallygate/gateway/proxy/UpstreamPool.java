package io.tallygate.gateway.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.tallygate.gateway.GatewayConfig;
import java.net.URI;
import java.util.ArrayDeque;

/** One event loop's connections to the upstream. The most recently used is used first. */
final class UpstreamPool {

  /** How long a call waits for a connection before it is answered 503, in ticks. */
  private static final int WAIT_TICKS = Loop.TICKS_PER_SECOND;

  /** Shorter than the 5 s after which the most impatient common servers hang up. */
  private static final int IDLE_TICKS_MAX = 4 * Loop.TICKS_PER_SECOND;

  private static final int HEAD_MAX = 64 << 10;

  private final Loop loop;
  private final Bootstrap bootstrap;
  private final int connectionsMax;
  private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int connections;

  private record Waiting(Exchange exchange, int untilTick) {}

  UpstreamPool(Loop loop, GatewayConfig config, int loops) {
    this.loop = loop;
    this.connectionsMax = Math.max(config.upstream().connectionsMax() / loops, 1);
    URI uri = config.upstream().uri();
    HttpDecoderConfig decoder =
        new HttpDecoderConfig().setMaxInitialLineLength(HEAD_MAX).setMaxHeaderSize(HEAD_MAX);
    this.bootstrap =
        new Bootstrap()
            .group(loop.eventLoop())
            .channelFactory(loop.transport().clientChannels())
            .remoteAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                (int) config.upstream().connectTimeout().toMillis())
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpClientCodec(decoder, false, false),
                            new UpstreamConnection(UpstreamPool.this));
                  }
                });
  }

  Loop loop() {
    return loop;
  }

  // For who looks on from another thread: a number that may just be changing, and no more.

  int connections() {
    return connections;
  }

  int idle() {
    return idle.size();
  }

  int waiting() {
    return waiting.size();
  }

  /** Finds the exchange a connection: {@link Relay#connected}, now or later, or why not. */
  void acquire(Exchange exchange) {
    UpstreamConnection connection = idle.pollLast();
    while (connection != null && !connection.isUsable()) {
      connection = idle.pollLast();
    }
    if (connection != null) {
      connection.begin(exchange);
    } else {
      acquireFresh(exchange);
    }
  }

  /** The same, but never a connection that was used before. */
  void acquireFresh(Exchange exchange) {
    if (connections >= connectionsMax) {
      waiting.add(new Waiting(exchange, loop.tick() + WAIT_TICKS));
      return;
    }
    connections++;
    ChannelFuture connecting = bootstrap.connect();
    connecting.addListener(
        future -> {
          if (!future.isSuccess()) {
            connections--;
            loop.upstreamFailed(future.cause());
            if (!exchange.relay().isOver()) {
              exchange.relay().unreachable();
            }
            serveWaiting();
            return;
          }
          UpstreamConnection connection =
              connecting.channel().pipeline().get(UpstreamConnection.class);
          if (exchange.relay().isOver()) {
            release(connection);
          } else {
            connection.begin(exchange);
          }
        });
  }

  /** The exchange does not want a connection any more. */
  void forget(Exchange exchange) {
    waiting.removeIf(entry -> entry.exchange == exchange);
  }

  /** A connection is free: the exchange that waits longest gets it. */
  void release(UpstreamConnection connection) {
    Waiting next = waiting.poll();
    if (next != null) {
      connection.begin(next.exchange);
    } else {
      connection.idleSince(loop.tick());
      idle.addLast(connection);
    }
  }

  /** A connection is gone. */
  void closed(UpstreamConnection connection) {
    connections--;
    idle.remove(connection);
    serveWaiting();
  }

  private void serveWaiting() {
    if (connections < connectionsMax) {
      Waiting next = waiting.poll();
      if (next != null) {
        acquireFresh(next.exchange);
      }
    }
  }

  /** Called on every tick of the loop. */
  void tick(int ticks) {
    while (!waiting.isEmpty() && ticks - waiting.peek().untilTick >= 0) {
      waiting.remove().exchange.relay().crowdedOut();
    }
    while (!idle.isEmpty() && ticks - idle.peek().idleSince() >= IDLE_TICKS_MAX) {
      idle.remove().close();
    }
  }
}
