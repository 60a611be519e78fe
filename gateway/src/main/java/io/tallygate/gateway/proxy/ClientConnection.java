package io.tallygate.gateway.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.tallygate.limiter.Decision;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: one exchange after the other. Requests that come before the last response
 * has gone out wait here, undecided; no more than one read brings.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {

  private final Loop loop;
  private final Decision decision = new Decision();
  private final Fingerprint fingerprint = new Fingerprint();
  private final ArrayDeque<HttpObject> waiting = new ArrayDeque<>();
  private @Nullable ChannelHandlerContext context;
  private @Nullable Exchange exchange;
  private @Nullable InetAddress address;
  private boolean readingNow;
  private boolean takingWaiting;
  private boolean closing;
  private boolean hasCalled;
  private int idleSinceTick;

  ClientConnection(Loop loop) {
    this.loop = loop;
  }

  Loop loop() {
    return loop;
  }

  /** The carrier of this connection's decisions: it has one call at a time. */
  Decision decision() {
    return decision;
  }

  /** Never 0. */
  long id() {
    return context().channel().id().hashCode() | 1L << 32;
  }

  /** Whether the call that begins now is the first. */
  boolean isFirstCall() {
    boolean first = !hasCalled;
    hasCalled = true;
    return first;
  }

  /** The carrier of this connection's fingerprints. */
  Fingerprint fingerprint() {
    return fingerprint;
  }

  /** The client's address, as the TCP connection has it. */
  InetAddress address() {
    if (address == null) {
      address = ((InetSocketAddress) context().channel().remoteAddress()).getAddress();
    }
    return address;
  }

  private ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("the connection is not open yet");
    }
    return context;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    idleSinceTick = loop.tick();
    loop.opened(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    readingNow = true;
    HttpObject part = (HttpObject) message;
    if (waiting.isEmpty() && mayTake()) {
      take(part);
    } else {
      waiting.add(part);
      reading(Flow.STOPS);
    }
  }

  /** A part of the request under way; or a new one, while the client reads its responses. */
  private boolean mayTake() {
    return exchange != null ? !exchange.relay().requestEnded() : closing || flow() == Flow.RUNS;
  }

  private void take(HttpObject part) {
    if (closing) {
      ReferenceCountUtil.release(part);
      return;
    }
    if (part instanceof HttpRequest request) {
      exchange = new Exchange(this, request);
      exchange.proceed();
    }
    if (part instanceof HttpContent content) {
      if (exchange != null) {
        exchange.relay().request(content);
      } else {
        content.release();
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    readingNow = false;
    if (exchange != null) {
      exchange.relay().flushRequest();
    }
  }

  /** The exchange is over: takes what has waited for that. */
  void exchangeEnded() {
    exchange = null;
    idleSinceTick = loop.tick();
    takeWaiting();
  }

  private void takeWaiting() {
    if (takingWaiting || waiting.isEmpty()) {
      return;
    }
    takingWaiting = true;
    while (!waiting.isEmpty() && mayTake()) {
      take(waiting.remove());
    }
    takingWaiting = false;
    if (exchange != null) {
      exchange.relay().flushRequest();
    }
    if (waiting.isEmpty()) {
      reading(Flow.RUNS);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!ctx.channel().isWritable()) {
      return;
    }
    if (exchange != null) {
      exchange.relay().clientWritable();
    }
    takeWaiting();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    loop.closed(this);
    if (exchange != null) {
      exchange.relay().clientLost();
      exchange = null;
    }
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    loop.clientFailed(cause);
    ctx.close();
  }

  // What the relay does here.

  boolean isReading() {
    return readingNow;
  }

  /** Whether more is to be read from the client. */
  void reading(Flow wanted) {
    boolean read = wanted == Flow.RUNS && waiting.isEmpty();
    if (context().channel().config().isAutoRead() != read) {
      context().channel().config().setAutoRead(read);
    }
  }

  /** Whether the client takes more. */
  Flow flow() {
    return Flow.into(context().channel());
  }

  ChannelFuture write(Object message) {
    return context().write(message);
  }

  void flush() {
    context().flush();
  }

  void close() {
    context().close();
  }

  /** Closes when everything written so far is out, and takes nothing more. */
  void closeFlushed() {
    closing = true;
    context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** Called on every tick of the loop. */
  void tick(int ticks, int progressTicksMax, int idleTicksMax) {
    if (exchange != null) {
      exchange.relay().tick(ticks, progressTicksMax);
    } else if (ticks - idleSinceTick >= idleTicksMax) {
      close();
    }
  }

  /**
   * The gateway stops: a connection without a call is closed, the others say so in their answer.
   */
  void drain() {
    if (exchange == null) {
      close();
    }
  }
}
