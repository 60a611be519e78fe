package io.tallygate.bench.engine;

import com.google.common.util.concurrent.RateLimiter;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/** What is compared. Each peer is used as its documentation says, and answers yes or no. */
public enum Peer {
  /** The caller is at hand; the answer also has what remains and the reset. */
  TALLYGATE("tallygate") {
    @Override
    Counters open(String[] keys) {
      return new TallygateCounters(keys, TallygateCounters.Lookup.NONE);
    }
  },
  /** As above, with the caller looked up by the key's text, as all the peers below do. */
  TALLYGATE_BY_KEY("tallygate, by key") {
    @Override
    Counters open(String[] keys) {
      return new TallygateCounters(keys, TallygateCounters.Lookup.BY_KEY);
    }
  },
  /** As the first, with the counters in a mapped file. */
  TALLYGATE_DURABLE("tallygate, durable") {
    @Override
    Counters open(String[] keys) {
      return TallygateCounters.inFile(keys);
    }
  },
  /** As the first, with the endpoint of a path found, and every field of the decision read. */
  TALLYGATE_WHOLE("tallygate, path matched, all fields read") {
    @Override
    Counters open(String[] keys) {
      return new WholeDecisions(keys);
    }
  },
  /** As the first, by fixed window, sliding window, smooth and in flight in turn. */
  TALLYGATE_ALL_RULES("tallygate, four algorithms in turn") {
    @Override
    Counters open(String[] keys) {
      return new AllRules(keys);
    }
  },
  BUCKET4J("bucket4j in a map") {
    @Override
    Counters open(String[] keys) {
      return buckets(keys, TimeMeter.SYSTEM_MILLISECONDS);
    }
  },
  /** Bucket4j with a time that is as coarse as ours. */
  BUCKET4J_COARSE("bucket4j, coarse time") {
    @Override
    Counters open(String[] keys) {
      CoarseMeter meter = new CoarseMeter();
      Counters counters = buckets(keys, meter);
      return new Counters() {
        @Override
        public IntPredicate forThread() {
          return counters.forThread();
        }

        @Override
        public void close() {
          meter.close();
        }
      };
    }
  },
  RESILIENCE4J("resilience4j registry") {
    @Override
    Counters open(String[] keys) {
      RateLimiterRegistry registry =
          RateLimiterRegistry.of(
              RateLimiterConfig.custom()
                  .limitForPeriod(COUNT)
                  .limitRefreshPeriod(Duration.ofHours(1))
                  .timeoutDuration(Duration.ZERO)
                  .build());
      return () -> index -> registry.rateLimiter(keys[index]).acquirePermission();
    }
  },
  /** It has no window: permits come at an even rate. */
  GUAVA("guava in a map") {
    @Override
    Counters open(String[] keys) {
      ConcurrentHashMap<String, RateLimiter> limiters = new ConcurrentHashMap<>();
      return () ->
          index ->
              limiters.computeIfAbsent(keys[index], key -> RateLimiter.create(COUNT)).tryAcquire();
    }
  },
  /** The least that can be done for a key: no limit, no window, no clock. */
  FLOOR("floor: map and increment") {
    @Override
    Counters open(String[] keys) {
      ConcurrentHashMap<String, AtomicLong> counts = new ConcurrentHashMap<>();
      for (String key : keys) {
        counts.put(key, new AtomicLong());
      }
      return () ->
          index -> {
            AtomicLong count = counts.get(keys[index]);
            return count != null && count.incrementAndGet() > 0;
          };
    }
  };

  /** So many that nothing is refused while an iteration lasts. */
  static final int COUNT = 1_000_000_000;

  private final String label;

  Peer(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Counters for these keys; counters that nothing was counted on yet need not exist. */
  abstract Counters open(String[] keys);

  private static Counters buckets(String[] keys, TimeMeter meter) {
    ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();
    return () -> index -> buckets.computeIfAbsent(keys[index], key -> bucket(meter)).tryConsume(1);
  }

  private static Bucket bucket(TimeMeter meter) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(COUNT).refillGreedy(COUNT, Duration.ofHours(1)))
        .withCustomTimePrecision(meter)
        .build();
  }
}
