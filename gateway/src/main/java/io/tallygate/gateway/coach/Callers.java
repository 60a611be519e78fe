package io.tallygate.gateway.coach;

import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The callers that are remembered: when all take more than there is room for, who has not called
 * for longest is forgotten. Not thread-safe.
 */
final class Callers {

  private final long bytesMax;
  private final LinkedHashMap<String, CallerNotes> byKey = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private long forgotten;

  /**
   * @param bytesMax for all callers; one has room for sure
   */
  Callers(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  void note(CallNote call, long hour) {
    CallerNotes caller = byKey.get(call.key);
    if (caller == null) {
      caller = new CallerNotes(call);
      byKey.put(call.key, caller);
    } else {
      bytes -= caller.bytes();
    }
    caller.note(call, hour);
    bytes += caller.bytes();
    if (bytes > bytesMax) {
      forget();
    }
  }

  private void forget() {
    Iterator<CallerNotes> oldest = byKey.values().iterator();
    while (bytes > bytesMax && byKey.size() > 1) {
      bytes -= oldest.next().bytes();
      oldest.remove();
      forgotten++;
    }
  }

  /** One that is looked at is remembered as if it had called. */
  @Nullable CallerNotes of(String key) {
    return byKey.get(key);
  }

  int size() {
    return byKey.size();
  }

  long bytes() {
    return bytes;
  }

  /** How many were. */
  long forgotten() {
    return forgotten;
  }
}
