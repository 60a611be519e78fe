package io.tallygate.client;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A call was not made, or not made again, because its limit would have it wait too long. */
public final class RateLimited extends IOException {

  private static final long serialVersionUID = 1;

  private final transient Optional<Instant> resetAt;
  private final transient List<String> schedule;

  RateLimited(String reason, Optional<Instant> resetAt, List<String> schedule) {
    super(
        reason
            + resetAt.map(it -> ": resetAt=" + it).orElse(": resetAt=unknown")
            + " schedule="
            + schedule);
    this.resetAt = resetAt;
    this.schedule = List.copyOf(schedule);
  }

  /** When a call may be made again, by this machine's clock; empty if the server did not say. */
  public Optional<Instant> resetAt() {
    return resetAt == null ? Optional.empty() : resetAt;
  }

  /** What was done for the call, in order: each request's outcome and each wait. */
  public List<String> schedule() {
    return schedule == null ? List.of() : schedule;
  }
}
