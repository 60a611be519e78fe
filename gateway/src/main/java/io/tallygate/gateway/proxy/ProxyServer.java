package io.tallygate.gateway.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.tallygate.gateway.GatewayConfig.Listen;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;

/** Takes the clients' connections and gives each to an event loop. */
public final class ProxyServer implements AutoCloseable {

  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 << 10, 256 << 10); // what a slow side may have outstanding

  private final ProxyContext context;
  private final MultiThreadIoEventLoopGroup group;
  private final Accept accept;
  private final Channel server;

  private ProxyServer(
      ProxyContext context, MultiThreadIoEventLoopGroup group, Accept accept, Channel server) {
    this.context = context;
    this.group = group;
    this.accept = accept;
    this.server = server;
  }

  /**
   * Starts listening.
   *
   * @throws IOException if the port cannot be had
   */
  public static ProxyServer start(ProxyContext context) throws IOException {
    Transport transport = Transport.best();
    int threads = Runtime.getRuntime().availableProcessors();
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(threads, transport.handlers());
    Accept accept = new Accept(context, transport, threads);
    Listen listen = context.config().listen();
    InetSocketAddress address =
        listen.bind().isEmpty()
            ? new InetSocketAddress(listen.port())
            : new InetSocketAddress(listen.bind(), listen.port());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channelFactory(transport.serverChannels())
            .option(ChannelOption.SO_BACKLOG, 1_024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(accept)
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw new IOException(bound.cause());
    }
    return new ProxyServer(context, group, accept, bound.channel());
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  /** How many connections to the upstream are open. */
  public int upstreamConnections() {
    return ofPools(UpstreamPool::connections);
  }

  /** How many of them carry no call. */
  public int idleUpstreamConnections() {
    return ofPools(UpstreamPool::idle);
  }

  /** How many calls wait for one. */
  public int waitingForUpstream() {
    return ofPools(UpstreamPool::waiting);
  }

  private int ofPools(ToIntFunction<UpstreamPool> number) {
    return accept.loops.values().stream()
        .mapToInt(loop -> number.applyAsInt(loop.upstream()))
        .sum();
  }

  /** Takes no more connections, finishes what is under way as long as the drain time allows. */
  @Override
  public void close() {
    context.drain();
    server.close().awaitUninterruptibly();
    accept.loops.values().forEach(loop -> loop.eventLoop().execute(loop::drain));
    long drainNanos = context.config().bounds().drain().toNanos();
    long startedNanos = context.ticker().monotonicNanos();
    while (context.inFlight().get() > 0
        && context.ticker().monotonicNanos() - startedNanos < drainNanos) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    accept.loops.values().forEach(loop -> loop.eventLoop().execute(loop::close));
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    context.closeTables();
  }

  /** Sets a new connection up, or closes it if it is one too many. */
  private static final class Accept extends ChannelInitializer<Channel> {

    private final ProxyContext context;
    private final Transport transport;
    private final int threads;
    private final HttpDecoderConfig decoder;
    private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();

    private Accept(ProxyContext context, Transport transport, int threads) {
      this.context = context;
      this.transport = transport;
      this.threads = threads;
      int headBytes = context.config().bounds().headBytes();
      this.decoder =
          new HttpDecoderConfig().setMaxInitialLineLength(headBytes).setMaxHeaderSize(headBytes);
    }

    @Override
    protected void initChannel(Channel channel) {
      int open = context.connections().incrementAndGet();
      channel.closeFuture().addListener(closed -> context.connections().decrementAndGet());
      if (open > context.config().bounds().connections()) {
        channel.close();
        return;
      }
      Loop loop =
          loops.computeIfAbsent(
              channel.eventLoop(), eventLoop -> new Loop(eventLoop, context, transport, threads));
      channel.pipeline().addLast(new HttpServerCodec(decoder), new ClientConnection(loop));
    }
  }
}
