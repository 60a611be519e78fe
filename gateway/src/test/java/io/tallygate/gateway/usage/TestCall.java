package io.tallygate.gateway.usage;

import io.tallygate.gateway.call.EndedCall;
import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.match.Match;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.policy.ErrorCode;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A call as one event loop shows it: the next one is shown by the same object. */
public final class TestCall implements EndedCall {

  static final Match MATCH = new Match.Open(Endpoint.parse("GET /v1/things/{id}"));

  private final Decision decision = new Decision();
  private String group = "";
  private String identity = "";
  private String method = "GET";
  private long micros;
  private int status;
  private @Nullable ErrorCode answered;
  private boolean counted;

  /** Decided by a limiter; answered with a status if it is admitted. */
  public TestCall decided(Limiter limiter, Caller caller, LimitSet limits, int admittedStatus) {
    limiter.decide(Call.of(caller, limits), decision);
    boolean admitted = decision.isAdmitted();
    group = limits.group();
    identity = caller.id();
    counted = true;
    answered = admitted ? null : ErrorCode.RATE_LIMITED;
    status = admitted ? admittedStatus : 429;
    return this;
  }

  /** That no key's limits were asked about. */
  public TestCall uncounted(String ofCaller, String inGroup, @Nullable ErrorCode code) {
    identity = ofCaller;
    group = inGroup;
    counted = false;
    answered = code;
    status = code == null ? 200 : code.status();
    return this;
  }

  public TestCall at(long second) {
    micros = second * 1_000_000;
    return this;
  }

  public TestCall by(String methodName) {
    method = methodName;
    return this;
  }

  @Override
  public String requestId() {
    return "r";
  }

  @Override
  public String methodName() {
    return method;
  }

  @Override
  public String path() {
    return "/v1/things/of-a-secret-name";
  }

  @Override
  public Match match() {
    return MATCH;
  }

  @Override
  public String group() {
    return group;
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public InetAddress address() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public long startedMicros() {
    return micros;
  }

  @Override
  public long nanos() {
    return 1;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public @Nullable ErrorCode answered() {
    return answered;
  }

  @Override
  public @Nullable Decision counted() {
    return counted ? decision : null;
  }

  @Override
  public long upstreamNanos() {
    return 0;
  }

  @Override
  public String refusedBy() {
    return "";
  }
}
