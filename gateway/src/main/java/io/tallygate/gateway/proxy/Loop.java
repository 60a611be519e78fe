package io.tallygate.gateway.proxy;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connections of one event loop share: their upstream connections, and a tick by which
 * everything that stands still is ended. Used on the event loop only.
 */
final class Loop {

  static final int TICKS_PER_SECOND = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final int CLIENT_IDLE_TICKS_MAX = 75 * TICKS_PER_SECOND;

  private final EventLoop eventLoop;
  private final ProxyContext context;
  private final Transport transport;
  private final UpstreamPool upstream;
  private final int progressTicksMax;
  private final Set<ClientConnection> clients = Collections.newSetFromMap(new IdentityHashMap<>());
  private int tick;

  Loop(EventLoop eventLoop, ProxyContext context, Transport transport, int loops) {
    this.eventLoop = eventLoop;
    this.context = context;
    this.transport = transport;
    this.upstream = new UpstreamPool(this, context.config(), loops);
    long millis = context.config().upstream().responseTimeout().toMillis();
    this.progressTicksMax = (int) Math.max(millis * TICKS_PER_SECOND / 1_000, 1);
    eventLoop.scheduleAtFixedRate(
        this::tickAll, 1_000 / TICKS_PER_SECOND, 1_000 / TICKS_PER_SECOND, TimeUnit.MILLISECONDS);
  }

  EventLoop eventLoop() {
    return eventLoop;
  }

  ProxyContext context() {
    return context;
  }

  Transport transport() {
    return transport;
  }

  UpstreamPool upstream() {
    return upstream;
  }

  /** Tenths of a second since the start: cheap to read, for what may be late by one. */
  int tick() {
    return tick;
  }

  private void tickAll() {
    tick++;
    upstream.tick(tick);
    for (ClientConnection client : List.copyOf(clients)) {
      client.tick(tick, progressTicksMax, CLIENT_IDLE_TICKS_MAX);
    }
  }

  void opened(ClientConnection client) {
    clients.add(client);
  }

  void closed(ClientConnection client) {
    clients.remove(client);
  }

  /** Closes the connections that have no call under way. */
  void drain() {
    List.copyOf(clients).forEach(ClientConnection::drain);
  }

  /** Closes all connections. */
  void close() {
    List.copyOf(clients).forEach(ClientConnection::close);
  }

  /** Something went wrong on a client's connection. */
  void clientFailed(Throwable cause) {
    context.metrics().clientFailed();
    log("client", cause);
  }

  /** Something went wrong on a connection to the upstream, or it could not be made. */
  void upstreamFailed(Throwable cause) {
    context.metrics().upstreamFailed();
    log("upstream", cause);
  }

  /** Peers that hang up are not worth a line. */
  private static void log(String side, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("connection failed: side={} cause={}", side, cause.toString());
    } else {
      LOG.warn("connection failed: side={}", side, cause);
    }
  }
}
