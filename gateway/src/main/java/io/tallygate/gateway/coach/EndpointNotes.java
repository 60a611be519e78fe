package io.tallygate.gateway.coach;

import io.tallygate.gateway.coach.CallNote.Kind;
import io.tallygate.gateway.coach.Seen.SeenEndpoint;
import io.tallygate.gateway.coach.Seen.SeenFault;
import io.tallygate.gateway.coach.Seen.SeenPolls;
import io.tallygate.gateway.coach.Seen.SeenThing;
import io.tallygate.limiter.policy.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is kept of a caller's calls of one endpoint. Not thread-safe. */
final class EndpointNotes {

  static final int BYTES = 300;
  static final int FAULT_BYTES = 90;
  static final int MOST_BYTES = 250;

  /** Kinds of 4xx, of one endpoint. */
  static final int FAULTS_MAX = 4;

  private static final int RATE_LIMITED = 429;

  private final @Nullable Endpoint endpoint;
  private final String group;
  private final boolean hasParam;
  private final boolean isOpenEnded;
  private final HourCount calls = new HourCount();
  private final HourCount polls = new HourCount();
  private final HourCount hasty = new HourCount();
  private final HourCount polled = new HourCount();
  private final List<Fault> faults = new ArrayList<>(0);
  private @Nullable SeenThing most; // as it was at its last hasty poll
  private long mostResource;
  private long mostHour;
  private long lastHour;

  private record Fault(int status, HourCount count) {}

  EndpointNotes(CallNote call) {
    this.endpoint = call.endpoint;
    this.group = call.group;
    List<String> segments = endpoint == null ? List.of() : endpoint.segments();
    this.hasParam = segments.stream().anyMatch(Endpoint::isParam);
    this.isOpenEnded = endpoint == null || segments.contains("*");
  }

  boolean isOf(CallNote call) {
    return Objects.equals(endpoint, call.endpoint) && group.equals(call.group);
  }

  long lastHour() {
    return lastHour;
  }

  void note(CallNote call, long hour) {
    lastHour = hour;
    calls.add(hour, 1);
    if (call.kind == Kind.ANSWERED && call.status / 100 == 4 && call.status != RATE_LIMITED) {
      fault(call.status, hour);
    }
  }

  private void fault(int status, long hour) {
    for (Fault fault : faults) {
      if (fault.status() == status) {
        fault.count().add(hour, 1);
        return;
      }
    }
    if (faults.size() == FAULTS_MAX) {
      faults.removeIf(fault -> fault.count().sum(hour) == 0);
    }
    if (faults.size() < FAULTS_MAX) {
      Fault fault = new Fault(status, new HourCount());
      fault.count().add(hour, 1);
      faults.add(fault);
    }
  }

  /**
   * Whether a path is of one thing out of many, which one asks for to see it change, and not a
   * list: by the policy's parameters, or else by a digit in its last segment, as ids have them.
   */
  boolean isThing(String path) {
    if (hasParam || !isOpenEnded) {
      return hasParam;
    }
    for (int i = path.length() - 1; i >= 0 && path.charAt(i) != '/'; i--) {
      if (path.charAt(i) >= '0' && path.charAt(i) <= '9') {
        return true;
      }
    }
    return false;
  }

  /** A thing was asked for again. */
  void polled(Sighting thing, long hour) {
    polls.add(hour, thing.times() == 2 ? 2 : 1); // with the first, which is one now, too
    if (!thing.isHasty()) {
      return;
    }
    hasty.add(hour, 1);
    if (thing.hasty() == 1) {
      polled.add(hour, 1);
    }
    if (most == null
        || mostHour < hour - 1
        || mostResource == thing.resource()
        || thing.times() >= most.times()) {
      most = thing.seen();
      mostResource = thing.resource();
      mostHour = hour;
    }
  }

  SeenEndpoint seen(long hour) {
    List<SeenFault> seenFaults =
        faults.stream()
            .map(fault -> new SeenFault(fault.status(), fault.count().sum(hour)))
            .filter(fault -> fault.calls() > 0)
            .sorted(Comparator.comparingLong(SeenFault::calls).reversed())
            .toList();
    return new SeenEndpoint(
        endpoint == null ? "other paths of group " + group : endpoint.toString(),
        group,
        calls.sum(hour),
        new SeenPolls(polls.sum(hour), polls.busiest(hour), hasty.sum(hour), polled.sum(hour)),
        most == null || mostHour < hour - 1 ? null : most,
        seenFaults);
  }

  int bytes() {
    return BYTES + faults.size() * FAULT_BYTES + (most == null ? 0 : MOST_BYTES);
  }
}
