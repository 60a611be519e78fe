package io.tallygate.gateway.proxy;

import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tallygate.policy.ErrorCode;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Moves one exchange's bytes both ways, part by part, and never gathers them: who cannot keep up
 * stops the other side from being read. Lives on one event loop.
 */
final class Relay {

  /*
   *    request   coming ──────────────► ended          its last part has come from the client
   *    response  none ──► started ────► ended          its last part was written to the client
   *
   * The exchange is over when both have ended, or when either connection is lost for good. A
   * response may end first (a refusal, an upstream that answers early): what still comes of the
   * request is thrown away, up to DISCARD_MAX, and then the connection is closed.
   */

  private static final long DISCARD_MAX = 256 << 10;

  private enum Response {
    NONE,
    STARTED,
    ENDED
  }

  private final Exchange exchange;
  private final ClientConnection client;
  private final ArrayDeque<HttpContent> held = new ArrayDeque<>();
  private final boolean expectsContinue;
  private @Nullable UpstreamConnection upstream;
  private Response response = Response.NONE;
  private boolean requestEnded;
  private boolean forwarding;
  private boolean discarding;
  private boolean over;
  private boolean closeAfter;
  private boolean retried;
  private long requestBytes;
  private long discardedBytes;
  private int progressTick;
  private int status;

  Relay(Exchange exchange, ClientConnection client) {
    this.exchange = exchange;
    this.client = client;
    this.closeAfter = !HttpUtil.isKeepAlive(exchange.request());
    this.expectsContinue = exchange.request().headers().contains(HttpHeaderNames.EXPECT);
    this.progressTick = client.loop().tick();
    exchange.context().inFlight().incrementAndGet();
  }

  boolean requestEnded() {
    return requestEnded;
  }

  void closeAfter() {
    closeAfter = true;
  }

  // The request, from the client.

  /** Asks for a connection to the upstream; one of the next three methods is the answer. */
  void forward() {
    forwarding = true;
    client.loop().upstream().acquire(exchange);
  }

  /** There is a connection: sends the head and what was held. */
  void connected(UpstreamConnection connection) {
    upstream = connection;
    progressTick = client.loop().tick();
    connection.write(exchange.request());
    while (!held.isEmpty()) {
      connection.write(held.remove());
    }
    if (requestEnded && requestBytes == 0 && retried) {
      connection.write(LastHttpContent.EMPTY_LAST_CONTENT);
    }
    client.reading(connection.flow());
    if (!client.isReading()) {
      connection.flush();
    }
  }

  /** No connection could be made. */
  void unreachable() {
    upstream = null;
    giveBackUnlessSent();
    exchange.answer(ErrorCode.UPSTREAM_UNREACHABLE);
  }

  /** No connection became free in time. */
  void crowdedOut() {
    giveBackUnlessSent();
    exchange.answer(ErrorCode.OVERLOADED);
  }

  private void giveBackUnlessSent() {
    if (!retried) { // the first connection may have carried it to the upstream
      exchange.giveBack();
    }
  }

  /** A part of the request has come. */
  void request(HttpContent content) {
    requestEnded |= content instanceof LastHttpContent;
    int bytes = content.content().readableBytes();
    requestBytes += bytes;
    progressTick = client.loop().tick();
    if (discarding) {
      content.release();
      discardedBytes += bytes;
      if (discardedBytes > DISCARD_MAX) {
        client.close();
      } else if (requestEnded && closeAfter) {
        client.closeFlushed();
      }
      endIfBothEnded();
    } else if (content.decoderResult().isFailure()) {
      content.release();
      abortUpstream();
      answerOrClose(ErrorCode.BAD_REQUEST);
    } else if (requestBytes > exchange.context().config().bounds().bodyBytes()) {
      content.release();
      abortUpstream();
      answerOrClose(ErrorCode.BODY_TOO_LARGE);
    } else if (upstream != null) {
      upstream.write(content);
      if (upstream.flow() == Flow.STOPS) {
        upstream.flush(); // after which it may take more again, and will not say so later
        client.reading(upstream.flow());
      }
    } else {
      held.add(content);
      client.reading(requestEnded ? Flow.RUNS : Flow.STOPS);
    }
  }

  void flushRequest() {
    if (upstream != null) {
      upstream.flush();
    }
  }

  /** Whether the upstream takes more has changed. */
  void upstreamFlow(Flow flow) {
    client.reading(flow);
  }

  // The response, from the upstream.

  /** The head, or a part, of the upstream's response. */
  void response(HttpObject part) {
    progressTick = client.loop().tick();
    if (response == Response.ENDED || over) {
      ReferenceCountUtil.release(part);
      return;
    }
    if (part.decoderResult().isFailure()) {
      ReferenceCountUtil.release(part);
      abortUpstream();
      answerOrClose(ErrorCode.UPSTREAM_BROKEN);
      return;
    }
    if (part instanceof HttpResponse head) {
      responseHead(head);
    }
    if (part instanceof HttpContent content) {
      responseContent(content);
    }
  }

  /** A response that tells of one to come: 100 Continue, 103 Early Hints. */
  void interim(HttpResponse head) {
    if (!exchange.isHttp10() && !exchange.isHead() && response == Response.NONE) {
      FullHttpResponse copy = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, head.status());
      copy.headers().set(head.headers());
      client.write(copy);
      client.flush();
    }
  }

  private void responseHead(HttpResponse head) {
    response = Response.STARTED;
    status = head.status().code();
    exchange.learn(status);
    if (upstream != null) {
      upstream.keepAliveAs(head);
    }
    ResponseFields.prepare(head, exchange);
    AddHeaders.to(head, exchange);
    connectionField(head);
    client.write(head);
  }

  private void responseContent(HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    if (last) {
      exchange.ended(); // first: who has read the response may call again
    }
    exchange.passes(content);
    client.write(content);
    if (last) {
      client.flush();
      responseEnded();
    } else if (client.flow() == Flow.STOPS) {
      client.flush();
      if (upstream != null) {
        upstream.reading(client.flow());
      }
    }
  }

  void flushResponse() {
    client.flush();
  }

  /** The client can take more. */
  void clientWritable() {
    if (upstream != null) {
      upstream.reading(Flow.RUNS);
    }
  }

  /** The upstream's connection is gone; whatever it had to say was said. */
  void upstreamLost() {
    boolean reused = upstream != null && upstream.isReused();
    upstream = null;
    if (over || response == Response.ENDED) {
      return;
    }
    if (response == Response.STARTED) {
      exchange.context().metrics().upstreamCut();
      client.close(); // the client must see that the response is cut short
      return;
    }
    boolean repeatable =
        reused && !retried && requestEnded && requestBytes == 0 && exchange.isIdempotent();
    if (repeatable) {
      retried = true; // an idle connection that the upstream closed as we took it
      client.loop().upstream().acquireFresh(exchange);
    } else {
      exchange.answer(ErrorCode.UPSTREAM_BROKEN);
    }
  }

  // Our own answer, and the end.

  /** Writes a whole response in the upstream's place. */
  void answer(FullHttpResponse answer) {
    if (over || response != Response.NONE) {
      answer.release();
      return;
    }
    status = answer.status().code();
    if (!requestEnded && expectsContinue) {
      closeAfter = true; // the client may or may not send its body now
    }
    connectionField(answer);
    if (exchange.isHead()) {
      answer.content().clear();
    }
    exchange.ended();
    client.write(answer);
    client.flush();
    responseEnded();
  }

  private void answerOrClose(ErrorCode code) {
    closeAfter = true;
    if (response == Response.NONE) {
      exchange.answer(code);
    } else {
      client.close();
    }
  }

  private void connectionField(HttpResponse head) {
    closeAfter |= exchange.context().draining();
    if (closeAfter) {
      head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (exchange.isHttp10()) {
      head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }

  private void responseEnded() {
    response = Response.ENDED;
    if (upstream != null) {
      UpstreamConnection connection = upstream;
      upstream = null;
      if (requestEnded) {
        connection.done();
      } else {
        connection.abort();
      }
    }
    held.forEach(HttpContent::release);
    held.clear();
    discarding = true;
    if (closeAfter && (requestEnded || expectsContinue)) {
      client.closeFlushed();
    } else {
      client.reading(Flow.RUNS);
    }
    endIfBothEnded();
  }

  private void endIfBothEnded() {
    if (requestEnded && response == Response.ENDED && !over) {
      end();
      client.exchangeEnded();
    }
  }

  private void abortUpstream() {
    if (upstream != null) {
      UpstreamConnection connection = upstream;
      upstream = null;
      connection.abort();
    }
  }

  private boolean waitsForConnection() {
    return forwarding && upstream == null && response == Response.NONE && !over;
  }

  /** The client is gone. What it asked for costs nothing if it was never sent. */
  void clientLost() {
    if (waitsForConnection()) {
      client.loop().upstream().forget(exchange);
      giveBackUnlessSent();
    }
    abortUpstream();
    held.forEach(HttpContent::release);
    held.clear();
    end();
  }

  private void end() {
    if (!over) {
      over = true;
      exchange.ended();
      exchange.context().inFlight().decrementAndGet();
      exchange.observed();
    }
  }

  /** Of the response; 0 until there is one. */
  int status() {
    return status;
  }

  boolean isOver() {
    return over;
  }

  /** Looks whether anything has moved lately; called on every tick of the loop. */
  void tick(int ticks, int ticksMax) {
    if (over || waitsForConnection() || ticks - progressTick < ticksMax) {
      return;
    }
    if (upstream == null || !requestEnded || response != Response.NONE) {
      client.close(); // the client stands still, or its response does
      return;
    }
    abortUpstream();
    exchange.answer(ErrorCode.UPSTREAM_TIMEOUT);
  }
}
