package io.tallygate.gateway.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** A connection to the upstream, kept alive from one exchange to the next. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {

  private static final int SWITCHING_PROTOCOLS = 101;

  private final UpstreamPool pool;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Exchange exchange;
  private boolean keepAlive = true;
  private boolean inInterim;
  private boolean switched;
  private boolean dirty;
  private int uses;
  private int idleSinceTick;

  UpstreamConnection(UpstreamPool pool) {
    this.pool = pool;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  private ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("the connection is not open yet");
    }
    return context;
  }

  // What the pool does here.

  boolean isUsable() {
    return keepAlive && context().channel().isActive();
  }

  void begin(Exchange next) {
    exchange = next;
    uses++;
    next.sent();
    next.relay().connected(this);
  }

  void idleSince(int tick) {
    idleSinceTick = tick;
  }

  int idleSince() {
    return idleSinceTick;
  }

  void close() {
    keepAlive = false;
    context().close();
  }

  // What the relay does here.

  /** Whether an exchange went over it before: then the upstream may have closed it unseen. */
  boolean isReused() {
    return uses > 1;
  }

  /** Whether another exchange may follow is for the response's head to say. */
  void keepAliveAs(HttpResponse head) {
    keepAlive = HttpUtil.isKeepAlive(head);
  }

  void write(HttpObject part) {
    dirty = true;
    context().write(part);
  }

  void flush() {
    if (dirty) {
      dirty = false;
      context().flush();
    }
  }

  /** Whether the upstream takes more. */
  Flow flow() {
    return Flow.into(context().channel());
  }

  /** Whether more is to be read from the upstream. */
  void reading(Flow wanted) {
    boolean read = wanted == Flow.RUNS;
    if (context().channel().config().isAutoRead() != read) {
      context().channel().config().setAutoRead(read);
    }
  }

  /** Request and response have ended: the next exchange may begin. */
  void done() {
    exchange = null;
    if (isUsable()) {
      reading(Flow.RUNS);
      pool.release(this);
    } else {
      close();
    }
  }

  /** Ends an exchange in the middle. */
  void abort() {
    exchange = null;
    close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (switched) {
      ReferenceCountUtil.release(message); // whatever it speaks now
      return;
    }
    if (exchange == null) {
      ReferenceCountUtil.release(message); // an answer to nothing
      close();
      return;
    }
    if (message instanceof HttpResponse head && head.status().code() < 200) {
      if (head.status().code() == SWITCHING_PROTOCOLS) { // nobody asked for it
        switched = true;
        ReferenceCountUtil.release(message);
        close();
        return;
      }
      exchange.relay().interim(head);
      inInterim = !(message instanceof LastHttpContent);
      ReferenceCountUtil.release(message);
    } else if (inInterim) {
      inInterim = !(message instanceof LastHttpContent);
      ReferenceCountUtil.release(message);
    } else {
      exchange.relay().response((HttpObject) message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.relay().flushResponse();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.relay().upstreamFlow(Flow.into(ctx.channel()));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    keepAlive = false;
    pool.closed(this);
    if (exchange != null) {
      Exchange lost = exchange;
      exchange = null;
      lost.relay().upstreamLost();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    pool.loop().upstreamFailed(cause);
    ctx.close();
  }
}
