package io.tallygate.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.call.EndedCall;
import io.tallygate.policy.ErrorCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What is counted and measured. Labels are names of the policy, classes of status and the like, all
 * bounded; never a key. A call costs the addition of a few numbers, whose meters are found by its
 * group. Thread-safe.
 */
public final class Metrics implements CallObserver, AutoCloseable {

  /** Groups with meters of their own: a policy that is changed again and again stays within it. */
  static final int GROUPS_MAX = 1_000;

  /** The group of what comes after {@link #GROUPS_MAX} others. */
  static final String MORE = "(more)";

  static final Duration[] CALL_BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10)
  };

  private static final Duration[] DECISION_BUCKETS = {
    Duration.ofNanos(1_000),
    Duration.ofNanos(5_000),
    Duration.ofNanos(25_000),
    Duration.ofNanos(100_000),
    Duration.ofMillis(1),
    Duration.ofMillis(10)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ConcurrentHashMap<String, CallMeters> groups = new ConcurrentHashMap<>();

  /** Micrometer itself would let go of what is read for a counter. */
  private final Queue<Supplier<Number>> kept = new ConcurrentLinkedQueue<>();

  private final MachineMeters machine = new MachineMeters(registry);
  private final Map<ErrorCode, Counter> answers =
      Arrays.stream(ErrorCode.values())
          .collect(
              Collectors.toMap(
                  Function.identity(),
                  this::answersWith,
                  (one, same) -> one,
                  () -> new EnumMap<>(ErrorCode.class)));
  private final Counter clientFailures = connectionFailures("client");
  private final Counter upstreamFailures = connectionFailures("upstream");

  private final Timer decisions =
      Timer.builder("tallygate.decision.duration")
          .description("From asking for a decision to having it")
          .serviceLevelObjectives(DECISION_BUCKETS)
          .register(registry);

  private final Timer upstream =
      Timer.builder("tallygate.upstream.duration")
          .description("From the request's head sent to the upstream to its answer's head")
          .serviceLevelObjectives(CALL_BUCKETS)
          .register(registry);

  private final Counter upstreamCut =
      count("tallygate.upstream.cut", "Answers of the upstream that broke off in the middle");

  private final Counter unplaced =
      count("tallygate.counters.full", "Calls that found no room for a counter");

  private Counter count(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private Counter answersWith(ErrorCode code) {
    return Counter.builder("tallygate.answers")
        .description("Calls that the gateway itself answered with an error, by its code")
        .tag("code", code.code())
        .register(registry);
  }

  private Counter connectionFailures(String side) {
    return Counter.builder("tallygate.connection.failures")
        .description("Connections that failed or could not be made, by side")
        .tag("side", side)
        .register(registry);
  }

  /** A number that is read when the metrics are. */
  public void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  /** A number with a unit, such as {@code seconds} or {@code bytes}, which ends the name. */
  public void gauge(String name, String unit, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).baseUnit(unit).register(registry);
  }

  /** A number that only grows and that somebody else keeps, read when the metrics are. */
  public void counter(String name, String description, Supplier<Number> value) {
    kept.add(value);
    FunctionCounter.builder(name, value, read -> read.get().doubleValue())
        .description(description)
        .register(registry);
  }

  /** One of several words that may be true; it is. */
  public void state(String name, String description, String word) {
    Gauge.builder(name, () -> 1).tag("case", word).description(description).register(registry);
  }

  /** A call found no room for a counter. */
  public void countersFull() {
    unplaced.increment();
  }

  /** How many calls found none. */
  public long countersFullCalls() {
    return (long) unplaced.count();
  }

  /** A decision was asked for, and came. */
  public void decided(long nanos) {
    decisions.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The upstream broke off within an answer. */
  public void upstreamCut() {
    upstreamCut.increment();
  }

  /** A client's connection failed. */
  public void clientFailed() {
    clientFailures.increment();
  }

  /** A connection to the upstream failed, or could not be made. */
  public void upstreamFailed() {
    upstreamFailures.increment();
  }

  @Override
  public void ended(EndedCall call) {
    CallMeters meters = groups.get(call.group());
    if (meters == null) {
      meters = metersOf(call.group());
    }
    meters.ended(call);
    ErrorCode answered = call.answered();
    if (answered != null) {
      count(answered);
    }
    if (call.upstreamNanos() > 0) {
      upstream.record(call.upstreamNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void count(ErrorCode code) {
    Counter counter = answers.get(code);
    if (counter != null) { // there is one for each
      counter.increment();
    }
  }

  private CallMeters metersOf(String group) {
    String name = groups.size() < GROUPS_MAX ? group : MORE;
    return groups.computeIfAbsent(name, one -> new CallMeters(one, registry));
  }

  /**
   * All of them as text.
   *
   * @param accept the field {@code Accept} of who asks; empty without one
   */
  public Scrape scrape(String accept) {
    String type = Scrape.typeFor(accept);
    return new Scrape(type, registry.scrape(type));
  }

  /** Ends what looks at the JVM. */
  @Override
  public void close() {
    machine.close();
    registry.close();
  }
}
