package io.tallygate.bench.engine;

import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.storage.TableConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/** The limiter, as a service uses it: one carrier for each thread, callers made once. */
final class TallygateCounters implements Counters {

  /** How a call finds its caller. */
  enum Lookup {
    /** It has it, for whoever found the key to be valid found the caller with it. */
    NONE,
    /** In a map, by the key's text, as the peers do. */
    BY_KEY
  }

  private static final int COUNTERS_MIN = 1 << 10;

  private final Limiter limiter;
  private final LimitSet limits;
  private final String[] keys;
  private final Caller[] known; // empty where callers are looked up
  private final ConcurrentHashMap<String, Caller> callers = new ConcurrentHashMap<>();

  TallygateCounters(String[] keys, Lookup lookup) {
    this(keys, lookup, config(keys.length));
  }

  private TallygateCounters(String[] keys, Lookup lookup, LimiterConfig config) {
    this.keys = keys;
    limiter = new Limiter(config);
    limits = limits(limiter);
    known = new Caller[lookup == Lookup.NONE ? keys.length : 0];
    for (int i = 0; i < keys.length; i++) {
      Caller caller = limiter.caller(Caller.Kind.KEY, keys[i], List.of());
      if (lookup == Lookup.NONE) {
        known[i] = caller;
      } else {
        callers.put(keys[i], caller);
      }
    }
  }

  /** Counters in a file of the temporary folder, which is gone with the process. */
  static TallygateCounters inFile(String[] keys) {
    try {
      Path file = Files.createTempDirectory("bench").resolve("counters");
      file.toFile().deleteOnExit();
      LimiterConfig config = config(keys.length).withFile(TableConfig.of(file));
      return new TallygateCounters(keys, Lookup.NONE, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As many counters as there will be: the table is as full as it ever should be. */
  static LimiterConfig config(int counters) {
    return LimiterConfig.DEFAULT.withCounters(Math.max(counters, COUNTERS_MIN));
  }

  static LimitSet limits(Limiter limiter) {
    Limit limit = new Limit("bench", Peer.COUNT, Duration.ofHours(1));
    return limiter.limits(Group.of("bench", List.of(limit), List.of()), WindowStart.FIRST_CALL);
  }

  @Override
  public IntPredicate forThread() {
    Decision decision = new Decision();
    if (known.length > 0) {
      return index -> {
        limiter.decide(known[index], limits, decision);
        return decision.isAdmitted();
      };
    }
    return index -> {
      Caller caller = callers.get(keys[index]);
      if (caller == null) {
        throw new IllegalStateException("key must be known: index=" + index);
      }
      limiter.decide(caller, limits, decision);
      return decision.isAdmitted();
    };
  }

  @Override
  public void close() {
    limiter.close();
  }
}
