package io.tallygate.client;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client knows of one limit at one moment.
 *
 * @param group the group's name: the user's, the policies', or the first endpoint that was seen
 * @param name the limit's name; empty if the server gives it none
 * @param count units per window
 * @param remaining units left, without those of requests that are under way
 * @param resetAt when the window ends, by this machine's clock
 * @param heldUntil until when no request goes out, because the server said so
 */
public record LimitView(
    String group,
    String name,
    OptionalLong count,
    OptionalLong remaining,
    Optional<Instant> resetAt,
    Optional<Instant> heldUntil) {}
