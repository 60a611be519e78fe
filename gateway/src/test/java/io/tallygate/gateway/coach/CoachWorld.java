package io.tallygate.gateway.coach;

import io.tallygate.gateway.call.EndedCall;
import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.match.Match;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.policy.ErrorCode;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.door.PolicyLimits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A coach, and calls that a real limiter decides by the policy {@code videogen}, in a time that the
 * test lets go by: an hour takes a millisecond.
 */
final class CoachWorld implements AutoCloseable {

  static final String KEY = "key_4mJx0Qb9TzLw";
  static final long START_SECOND = 1_795_510_800; // an hour begins

  /** Of a caller who opens a connection for each call. */
  static final long EACH_ITS_OWN = 0;

  static final Duration TAKES = Duration.ofMillis(10);

  private static final Duration HOUR = Duration.ofHours(1);

  private final Clock clock = new Clock();
  private final Limiter limiter =
      new Limiter(
          LimiterConfig.DEFAULT.withCounters(100_000).withOnFull(OnFull.ALLOW).withTicker(clock));
  private final PolicyLimits policy =
      new PolicyLimits(PolicyFile.bundled("videogen").policy(), limiter);
  private final Map<String, Caller> callers = new HashMap<>();
  private final LiveCoach coach;
  private int notes;
  private long on = 1;

  CoachWorld() {
    this(LiveCoach.BYTES_MAX);
  }

  CoachWorld(long bytesMax) {
    this.coach = new LiveCoach(clock, HOUR, bytesMax);
  }

  private static final class Clock implements Ticker {
    private long micros = START_SECOND * 1_000_000;

    @Override
    public long monotonicNanos() {
      return micros * 1_000;
    }

    @Override
    public long wallMicros() {
      return micros;
    }
  }

  LiveCoach coach() {
    return coach;
  }

  long micros() {
    return clock.micros;
  }

  void pass(Duration time) {
    clock.micros += time.toNanos() / 1_000;
  }

  void passMillis(long millis) {
    pass(Duration.ofMillis(millis));
  }

  /** What the upstream would answer. */
  record Answer(int status, long fingerprint) {

    static Answer of(int status) {
      return new Answer(status, 0);
    }
  }

  /** A call that takes 10 ms; the status that its caller sees, and how long he is to wait. */
  Told call(String key, String line, Answer upstream) {
    Told told = together(key, line, upstream);
    pass(TAKES);
    return told;
  }

  void passMicros(long micros) {
    clock.micros += micros;
  }

  /** A call of a key that does not call again: the caller is not kept. */
  void callOnce(String key, String line, Answer upstream) {
    prepared(key, line, upstream).end();
    if (++notes % 10_000 == 0) {
      coach.think(); // before the queue is full
    }
  }

  /** A call that can end. */
  record Prepared(LiveCoach coach, EndedCall call, Told told) {
    void end() {
      coach.ended(call);
    }
  }

  /** A call of which the next does not wait for the end. */
  Told together(String key, String line, Answer upstream) {
    return together(key, line, upstream, 1);
  }

  /** The same, on a connection. */
  Told together(String key, String line, Answer upstream, long connection) {
    on = connection;
    Caller caller =
        callers.computeIfAbsent(key, id -> limiter.caller(Caller.Kind.KEY, id, List.of()));
    Prepared prepared = prepared(caller, key, line, upstream);
    prepared.end();
    if (++notes % 10_000 == 0) {
      coach.think();
    }
    return prepared.told();
  }

  Prepared prepared(String key, String line, Answer upstream) {
    return prepared(limiter.caller(Caller.Kind.KEY, key, List.of()), key, line, upstream);
  }

  private Prepared prepared(Caller caller, String key, String line, Answer upstream) {
    String[] words = line.split(" ", 2);
    String[] target = words[1].split("\\?", 2);
    Match match = policy.match(words[0], target[0]);
    Decision decision = new Decision();
    limiter.decide(Call.of(caller, policy.of(match)), decision);
    boolean refused = !decision.isAdmitted();
    Ended ended =
        new Ended(
            key,
            words[0],
            target[0],
            target.length > 1 ? target[1].hashCode() : 0,
            new Met(
                match, policy.of(match).group(), decision, on, refused ? Answer.of(429) : upstream),
            clock.micros);
    long wait = refused ? decision.waitSeconds(decision.shown()) : 0;
    return new Prepared(coach, ended, new Told(ended.status(), wait));
  }

  record Told(int status, long waitSeconds) {}

  private record Met(
      Match match, String group, Decision decision, long connection, Answer answer) {}

  /** What is known of the key. */
  Seen seen() {
    return Objects.requireNonNull(coach.seen(KEY));
  }

  /** What is known of a group of the key. */
  Seen.SeenGroup group(String name) {
    return seen().groups().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  Review review() {
    return coach.review(KEY);
  }

  @Override
  public void close() {
    coach.close();
    limiter.close();
  }

  private record Ended(
      String identity, String methodName, String path, int queryHash, Met met, long startedMicros)
      implements EndedCall {

    @Override
    public String requestId() {
      return "1";
    }

    @Override
    public Match match() {
      return met.match();
    }

    @Override
    public String group() {
      return met.group();
    }

    @Override
    public long connection() {
      return met.connection();
    }

    @Override
    public boolean isFirstOnConnection() {
      return met.connection() == EACH_ITS_OWN;
    }

    @Override
    public InetAddress address() {
      return InetAddress.getLoopbackAddress();
    }

    @Override
    public long nanos() {
      return TAKES.toNanos();
    }

    @Override
    public int status() {
      return met.answer().status();
    }

    @Override
    public long upstreamNanos() {
      return 0;
    }

    @Override
    public String refusedBy() {
      return "";
    }

    @Override
    public long fingerprint() {
      return met.answer().fingerprint();
    }

    @Override
    public @Nullable ErrorCode answered() {
      return met.answer().status() == 429 ? ErrorCode.RATE_LIMITED : null;
    }

    @Override
    public Decision counted() {
      return met.decision();
    }
  }
}
