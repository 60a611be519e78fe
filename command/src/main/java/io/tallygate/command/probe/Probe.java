package io.tallygate.command.probe;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.command.probe.Fields.Field;
import io.tallygate.limiter.clock.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks a live API, one request after the other, as few as can show how it counts. */
public final class Probe {

  /*
   * With A the first endpoint and B, C the others:
   *
   *   A A B C   B C A   HEAD A   404 404 A   304 A   no-key A   (2.1 s) A
   *
   * What the budget has no room for is left out from the right, but for the last. An API whose
   * first answers say nothing of limits is asked by HEAD and without the key, and no more.
   */

  /** The fewest and the most requests that may be asked for. */
  public static final int REQUESTS_MIN = 2;

  public static final int REQUESTS_MAX = 100;

  private static final Duration RUN_MAX = Duration.ofMinutes(2);
  private static final Duration LATER = Duration.ofMillis(2_100); // two whole seconds pass
  private static final long MINUTE_MILLIS = 60_000;
  private static final long AROUND_MINUTE_MILLIS = 2_500;

  /**
   * How it is asked.
   *
   * @param requestsMax {@link #REQUESTS_MIN} to {@link #REQUESTS_MAX}
   * @param timeout of each request, 1 ms to 60 s
   * @param madeUp a segment of a path that nobody has
   */
  public record Way(int requestsMax, Duration timeout, String madeUp) {
    public Way {
      require(
          requestsMax >= REQUESTS_MIN && requestsMax <= REQUESTS_MAX,
          "max-requests must be %s to %s: max-requests=%s",
          REQUESTS_MIN,
          REQUESTS_MAX,
          requestsMax);
      require(
          timeout.toMillis() >= 1 && timeout.toMillis() <= 60_000,
          "timeout must be 1ms to 60s: timeout=%sms",
          timeout.toMillis());
    }
  }

  /** Lets time pass. */
  interface Pause {
    void pause(Duration duration) throws InterruptedException;
  }

  private final Sender sender;
  private final Way way;
  private final Ticker ticker;
  private final Pause pause;
  private final List<Exchange> exchanges = new ArrayList<>();
  private String stopped = "";
  private long startNanos;

  Probe(Sender sender, Way way, Ticker ticker, Pause pause) {
    this.sender = sender;
    this.way = way;
    this.ticker = ticker;
    this.pause = pause;
  }

  /**
   * Asks the API; an interrupt ends it, and what was seen until then is kept.
   *
   * @param paths at least one
   */
  public static Recording run(Target target, List<String> paths, Way way, Ticker ticker) {
    CountDownLatch never = new CountDownLatch(1);
    Pause pause = duration -> never.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    return new Probe(new HttpSender(target), way, ticker, pause).run(paths);
  }

  Recording run(List<String> paths) {
    startNanos = ticker.monotonicNanos();
    List<String> asked = paths.subList(0, Math.min(paths.size(), way.requestsMax() - 1));
    try {
      pause.pause(untilClearOfMinute());
      ask(asked);
    } catch (InterruptedException e) {
      stopped = "it was interrupted";
    }
    if (stopped.isEmpty() && asked.size() < paths.size()) {
      stopped =
          "max-requests has no room for all endpoints: asked="
              + asked.size()
              + " endpoints="
              + paths.size();
    }
    return new Recording(asked, exchanges, stopped);
  }

  /** On a full minute, windows by the clock and by the first call look alike. */
  private Duration untilClearOfMinute() {
    long over = Math.floorMod(millis() + AROUND_MINUTE_MILLIS, MINUTE_MILLIS);
    return Duration.ofMillis(Math.max(0, 2 * AROUND_MINUTE_MILLIS - over));
  }

  private void ask(List<String> paths) throws InterruptedException {
    String first = paths.get(0);
    send(Request.look(first));
    send(Request.look(first));
    for (String path : paths.subList(1, paths.size())) {
      send(Request.look(path));
    }
    if (exchanges.stream().allMatch(it -> it.answer().fields().ofLimits().isEmpty())) {
      send(Request.head(first));
      withoutKey(first, 1);
      return;
    }
    if (paths.size() > 1 && hasRoom(paths.size())) {
      for (String path : paths.subList(1, paths.size())) {
        send(Request.look(path));
      }
      send(Request.look(first)); // just before what is compared with it
    }
    head(first);
    missing(first);
    unchanged(first);
    withoutKey(first, 2);
    if (mayGoOn()) {
      pause.pause(LATER);
      send(Request.look(first));
    }
  }

  private void head(String path) throws InterruptedException {
    if (hasRoom(2)) {
      send(Request.head(path));
      send(Request.look(path));
    }
  }

  private void missing(String path) throws InterruptedException {
    String bare = path.replaceFirst("\\?.*", "").replaceFirst("/$", "");
    for (String parent : bare.isEmpty() ? List.of("") : List.of(bare, "")) {
      Request request = Request.missing(parent + "/" + way.madeUp());
      if (!hasRoom(3)) {
        return;
      }
      send(request);
      if (last().map(it -> it.answer().status()).orElse(0) == 404) {
        send(request);
        send(Request.look(path));
        return;
      }
    }
    if (hasRoom(1)) {
      send(Request.look(path)); // so that the next has its own before it
    }
  }

  private void unchanged(String path) throws InterruptedException {
    Optional<Field> condition =
        exchanges.stream()
            .filter(it -> it.isLookAt(path) && it.answer().status() == 200)
            .reduce((a, b) -> b)
            .flatMap(it -> condition(it.answer().fields()));
    if (condition.isPresent() && hasRoom(2)) {
      send(Request.unchanged(path, condition.get()));
      send(Request.look(path));
    }
  }

  private static Optional<Field> condition(Fields fields) {
    return fields
        .first("ETag")
        .map(tag -> new Field("If-None-Match", tag))
        .or(() -> fields.first("Last-Modified").map(it -> new Field("If-Modified-Since", it)));
  }

  private void withoutKey(String path, int requests) throws InterruptedException {
    if (sender.hasKey() && hasRoom(requests)) {
      send(Request.noKey(path));
      if (requests > 1) {
        send(Request.look(path));
      }
    }
  }

  private Optional<Exchange> last() {
    return exchanges.isEmpty()
        ? Optional.empty()
        : Optional.of(exchanges.get(exchanges.size() - 1));
  }

  private boolean mayGoOn() {
    return stopped.isEmpty() && exchanges.size() < way.requestsMax();
  }

  /** Whether so many may be sent, and the one at the end, too. */
  private boolean hasRoom(int requests) {
    return mayGoOn() && exchanges.size() + requests + 1 <= way.requestsMax();
  }

  private void send(Request request) throws InterruptedException {
    if (!mayGoOn()) {
      return;
    }
    long left = RUN_MAX.toNanos() - (ticker.monotonicNanos() - startNanos);
    if (left < Duration.ofMillis(1).toNanos()) {
      stopped = "it took " + RUN_MAX.toSeconds() + " s";
      return;
    }
    Duration timeout = Duration.ofNanos(Math.min(left, way.timeout().toNanos()));
    long sentMillis = millis();
    try {
      record(request, sentMillis, sender.send(request, timeout));
    } catch (InterruptedException e) {
      record(request, sentMillis, Answer.none("interrupted")); // it may have been counted
      throw e;
    }
    Stops.why(exchanges).ifPresent(why -> stopped = why);
  }

  private void record(Request request, long sentMillis, Answer answer) {
    exchanges.add(new Exchange(exchanges.size() + 1, request, sentMillis, millis(), answer));
  }

  private long millis() {
    return ticker.wallMicros() / 1_000;
  }
}
