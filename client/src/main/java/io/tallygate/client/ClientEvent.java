package io.tallygate.client;

import java.time.Duration;

/** Something that a client did for a call, as its listener is told. */
public sealed interface ClientEvent {

  /** The name of the call's group, as in {@link LimitView}. */
  String group();

  /** A call's turn has not come. */
  record Waiting(String group) implements ClientEvent {}

  /** A request goes out; {@code waited} is what its call has waited so far. */
  record Sent(String group, Duration waited) implements ClientEvent {}

  /** The server answered with this status; the group is the one that its fields speak of. */
  record Answered(String group, int status) implements ClientEvent {}

  /** A request ended without an answer, or was cancelled while it was under way. */
  record Lost(String group) implements ClientEvent {}

  /** A call will be made again, at the earliest after {@code pause}. */
  record Repeating(String group, String reason, Duration pause) implements ClientEvent {}

  /** A call was given up, because its limit would have it wait too long. */
  record GivenUp(String group, RateLimited failure) implements ClientEvent {}
}
