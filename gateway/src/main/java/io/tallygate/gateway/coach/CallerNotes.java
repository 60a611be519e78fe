package io.tallygate.gateway.coach;

import io.tallygate.gateway.coach.CallNote.Kind;
import io.tallygate.gateway.coach.Seen.SeenList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of one caller's calls. Not thread-safe. */
final class CallerNotes {

  static final int GROUPS_MAX = 16;
  static final int ENDPOINTS_MAX = 16;
  static final int THINGS_MAX = 16;
  static final int LISTS_MAX = 8;

  /** With its place among the callers, and nothing seen yet. */
  static final int BYTES = 500;

  /** The most that one caller takes: 83 KB. */
  static final int BYTES_MAX =
      BYTES
          + GROUPS_MAX * GroupNotes.BYTES_MAX
          + ENDPOINTS_MAX
              * (EndpointNotes.BYTES
                  + EndpointNotes.MOST_BYTES
                  + EndpointNotes.FAULTS_MAX * EndpointNotes.FAULT_BYTES)
          + (THINGS_MAX + LISTS_MAX) * Sighting.BYTES;

  private static final long THING_STAYS_MICROS = Sighting.PAUSE_MICROS;
  private static final long LIST_STAYS_MICROS = 3_600_000_000L; // it changes seldom

  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;

  private final String key;
  private final long firstMicros;
  private final HourCount calls = new HourCount();
  private final List<GroupNotes> groups = new ArrayList<>(1);
  private final List<EndpointNotes> endpoints = new ArrayList<>(1);
  private final Sightings things = new Sightings(THINGS_MAX, THING_STAYS_MICROS);
  private final Sightings lists = new Sightings(LISTS_MAX, LIST_STAYS_MICROS);

  CallerNotes(CallNote first) {
    this.key = first.key;
    this.firstMicros = first.startedMicros;
  }

  void note(CallNote call, long hour) {
    calls.add(hour, 1);
    if (call.group.isEmpty()) {
      return;
    }
    GroupNotes group = group(call, hour);
    if (group != null) {
      group.note(call, hour);
    }
    EndpointNotes endpoint = endpoint(call, hour);
    if (endpoint != null) {
      endpoint.note(call, hour);
      if (call.isGet && call.kind == Kind.ANSWERED && !call.path.isEmpty()) {
        asked(call, endpoint, hour);
      }
    }
  }

  /** A GET that the upstream has answered. */
  private void asked(CallNote call, EndpointNotes endpoint, long hour) {
    boolean isWhole = call.status == OK;
    if (!isWhole && call.status != NOT_MODIFIED) {
      return;
    }
    if (endpoint.isThing(call.path)) {
      Sighting thing = things.of(call);
      if (thing != null && thing.times() > 1) {
        endpoint.polled(thing, hour);
      }
    } else if (isWhole) { // one that asks whether it has changed does as it should
      Sighting list = lists.of(call);
      if (list != null) {
        list.fetched(call.fingerprint, hour);
      }
    }
  }

  private @Nullable GroupNotes group(CallNote call, long hour) {
    for (GroupNotes group : groups) {
      if (group.name.equals(call.group)) {
        return group;
      }
    }
    if (groups.size() == GROUPS_MAX && !groups.removeIf(one -> one.lastHour() < hour - 1)) {
      return null;
    }
    GroupNotes group = new GroupNotes(call.group);
    groups.add(group);
    return group;
  }

  private @Nullable EndpointNotes endpoint(CallNote call, long hour) {
    for (EndpointNotes endpoint : endpoints) {
      if (endpoint.isOf(call)) {
        return endpoint;
      }
    }
    if (endpoints.size() == ENDPOINTS_MAX
        && !endpoints.removeIf(one -> one.lastHour() < hour - 1)) {
      return null;
    }
    EndpointNotes endpoint = new EndpointNotes(call);
    endpoints.add(endpoint);
    return endpoint;
  }

  Seen seen(long hour, long hourSeconds) {
    List<SeenList> seenLists =
        lists.all().stream()
            .map(list -> list.seenList(hour))
            .filter(list -> list.fetched() > 0)
            .toList();
    return new Seen(
        key,
        Math.max(firstMicros / 1_000_000, (hour - 1) * hourSeconds),
        calls.sum(hour),
        groups.stream().map(group -> group.seen(hour, hourSeconds)).toList(),
        endpoints.stream().map(endpoint -> endpoint.seen(hour)).toList(),
        seenLists);
  }

  /** About what it takes, at least as much as it does. */
  int bytes() {
    int bytes = BYTES + things.bytes() + lists.bytes();
    for (GroupNotes group : groups) {
      bytes += group.bytes();
    }
    for (EndpointNotes endpoint : endpoints) {
      bytes += endpoint.bytes();
    }
    return bytes;
  }
}
