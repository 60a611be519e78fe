package io.tallygate.gateway.proxy;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.tallygate.gateway.GatewayConfig.Authentication.Judge;
import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.call.EndedCall;
import io.tallygate.gateway.trace.CallTrace;
import io.tallygate.gateway.trace.CallTracer;
import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decider;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.match.Match;
import io.tallygate.policy.ErrorCode;
import io.tallygate.policy.door.Shown;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response: what the steps have found out about it. Lives on one event loop;
 * its bytes are {@link Relay}'s business.
 */
final class Exchange implements EndedCall {

  private static final Match UNKNOWN = new Match.Other();

  /** Methods that may be sent again (RFC 9110, section 9.2.2). */
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.PUT,
          HttpMethod.DELETE,
          HttpMethod.TRACE);

  private final ClientConnection client;
  private final HttpRequest request;
  private final HttpMethod method;
  private final boolean http10;
  private final boolean first;
  private final RunningPolicy policy;
  private final Relay relay;
  private final long startedNanos;
  private final long startedMicros;
  private final String requestId;
  private final @Nullable CallTrace trace;
  private int step;
  private String path = "";
  private Match match = UNKNOWN;
  private @Nullable Caller caller;
  private @Nullable LimitSet limits;
  private Decider decider;
  private boolean decided;
  private boolean counted;
  private @Nullable ErrorCode answered;
  private boolean underWay;
  private boolean printing;
  private boolean printed; // to its end
  private String identity = "";
  private String tokenId = "";
  private long sentNanos;
  private long upstreamNanos;

  Exchange(ClientConnection client, HttpRequest request) {
    this.client = client;
    this.request = request;
    this.method = request.method();
    this.http10 = !request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    this.first = client.isFirstCall();
    this.policy = context().policy();
    this.decider = context().decider();
    this.relay = new Relay(this, client);
    this.startedNanos = context().ticker().monotonicNanos();
    this.startedMicros = context().ticker().wallMicros();
    CallTracer tracer = context().tracer();
    this.trace = tracer == null ? null : tracer.begin(request.headers());
    this.requestId = Long.toHexString(ThreadLocalRandom.current().nextLong() | 1L << 63);
  }

  // What the steps go by.

  ProxyContext context() {
    return client.loop().context();
  }

  Loop loop() {
    return client.loop();
  }

  HttpRequest request() {
    return request;
  }

  /** The call's part of a trace; null where nothing is traced. */
  @Nullable CallTrace trace() {
    return trace;
  }

  RunningPolicy policy() {
    return policy;
  }

  @Override
  public InetAddress address() {
    return client.address();
  }

  Relay relay() {
    return relay;
  }

  @Override
  public String requestId() {
    return requestId;
  }

  @Override
  public String methodName() {
    return method.name();
  }

  @Override
  public long startedMicros() {
    return startedMicros;
  }

  @Override
  public long nanos() {
    return context().ticker().monotonicNanos() - startedNanos;
  }

  @Override
  public int status() {
    return relay.status();
  }

  @Override
  public long upstreamNanos() {
    return upstreamNanos;
  }

  @Override
  public String refusedBy() {
    return answered == ErrorCode.RATE_LIMITED ? decision().name(decision().shown()) : "";
  }

  @Override
  public long connection() {
    return client.id();
  }

  @Override
  public boolean isFirstOnConnection() {
    return first;
  }

  @Override
  public long fingerprint() {
    return printed ? client.fingerprint().value() : Fingerprint.NONE;
  }

  /** A part of the upstream's answer goes to the client. */
  void passes(HttpContent content) {
    if (printing) {
      client.fingerprint().add(content.content());
      printed = content instanceof LastHttpContent;
    }
  }

  /** Whether it is to be known if the answer is the same as the last one. */
  private boolean wantsFingerprint(int answeredStatus) {
    return answeredStatus == 200
        && method.equals(HttpMethod.GET)
        && !identity.isEmpty()
        && context().config().switches().sight().coach().on();
  }

  @Override
  public int queryHash() {
    return Fingerprint.ofQuery(request.uri());
  }

  @Override
  public @Nullable ErrorCode answered() {
    return answered;
  }

  @Override
  public @Nullable Decision counted() {
    boolean byPolicy = decider == context().decider(); // not as a reader of the page
    return counted && byPolicy && !identity.isEmpty() ? decision() : null;
  }

  Shown shown() {
    String field = context().config().authentication().keyHeader();
    return Shown.by(field, request.headers().getAll(field));
  }

  /** Unix seconds. */
  long nowSecond() {
    return context().ticker().wallMicros() / 1_000_000;
  }

  HttpMethod method() {
    return method;
  }

  /** Whether it may be sent again. */
  boolean isIdempotent() {
    return IDEMPOTENT.contains(method);
  }

  boolean isHead() {
    return method.equals(HttpMethod.HEAD);
  }

  boolean isHttp10() {
    return http10;
  }

  /** Whether more calls are under way than the gateway takes. */
  boolean isOneTooMany() {
    return context().inFlight().get() > context().config().bounds().inFlight();
  }

  // What the steps have found.

  void path(String value) {
    this.path = value;
  }

  @Override
  public String path() {
    return path;
  }

  void match(Match value) {
    this.match = value;
  }

  @Override
  public Match match() {
    return match;
  }

  /** Who the upstream is told is calling. */
  void identity(String value) {
    this.identity = value;
  }

  @Override
  public String identity() {
    return identity;
  }

  /** Which token the upstream is about to judge. */
  void tokenId(String value) {
    this.tokenId = value;
  }

  void countAs(Caller countedCaller, LimitSet countedLimits, Decider by) {
    this.caller = countedCaller;
    this.limits = countedLimits;
    this.decider = by;
  }

  Decision decision() {
    return client.decision();
  }

  @Override
  public String group() {
    return limits == null ? "" : limits.group();
  }

  // The way of the request.

  void proceed() {
    Step.WAY.get(step++).take(this);
  }

  /** Charges the call; {@code then} finds the decision in {@link #decision}. */
  void decide(Runnable then) {
    if (caller == null || limits == null) {
      throw new IllegalStateException("nobody to count the call for: path=" + path);
    }
    decided = true;
    counted = true;
    long askedNanos = context().ticker().monotonicNanos();
    decider.decide(
        Call.of(caller, limits),
        decision(),
        () -> {
          context().metrics().decided(context().ticker().monotonicNanos() - askedNanos);
          underWay = decision().isAdmitted();
          if (relay.isOver()) { // the client left while a store was asked
            giveBack();
            ended();
          } else {
            then.run();
          }
        });
  }

  /** The call was never sent, so it costs nothing. */
  void giveBack() {
    decider.giveBack(decision());
  }

  /** Tells those who look on. */
  void observed() {
    for (CallObserver observer : context().observers()) {
      observer.ended(this);
    }
    if (trace != null) {
      trace.ended(this);
    }
  }

  /** The call has ended, however it did: what it held while it was under way is free again. */
  void ended() {
    if (underWay) {
      underWay = false; // the carrier serves the connection's next call soon
      decider.end(decision());
    }
  }

  /** Answers in the upstream's place. A call that was not decided shows how its caller stands. */
  void answer(ErrorCode code) {
    if (decided) {
      write(code);
      return;
    }
    decided = true;
    boolean failed = (caller == null || limits == null) && FindCaller.unasked(this);
    if (caller == null || limits == null) {
      throw new IllegalStateException("nobody to show limits of: path=" + path);
    }
    decider.decide(
        failed ? Call.of(caller, limits) : Call.peek(caller, limits),
        decision(),
        () -> write(failed && !decision().isAdmitted() ? ErrorCode.RATE_LIMITED : code));
  }

  /** Answers a head that could not be read: what follows it on the connection cannot be either. */
  void answerUnread(ErrorCode code) {
    relay.closeAfter();
    answer(code);
  }

  void closeAfter() {
    relay.closeAfter();
  }

  private void write(ErrorCode code) {
    answered = code;
    respond(ErrorAnswer.of(code, this));
  }

  /** Sends a response of our own, with the limits of the decision that there was. */
  void respond(FullHttpResponse response) {
    AddHeaders.to(response, this);
    relay.answer(response);
  }

  /** Its head goes to the upstream now. */
  void sent() {
    sentNanos = context().ticker().monotonicNanos();
  }

  /** The head of the upstream's answer has come, whose status may prove the token. */
  void learn(int status) {
    upstreamNanos = context().ticker().monotonicNanos() - sentNanos;
    printing = wantsFingerprint(status);
    if (printing) {
      client.fingerprint().begin();
    }
    if (tokenId.isEmpty() || context().config().authentication().judge() != Judge.UPSTREAM) {
      return;
    }
    if (status == 401) {
      context().provenTokens().unprove(tokenId);
    } else if (status >= 200 && status < 300 && match instanceof Match.Named) {
      context().provenTokens().prove(tokenId);
    }
  }
}
