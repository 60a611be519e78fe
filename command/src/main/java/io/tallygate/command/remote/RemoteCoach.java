package io.tallygate.command.remote;

import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.coach.Review;

/** A running server's coach, asked through its admin API. Thread-safe. */
final class RemoteCoach implements Coach {

  private final Calls calls;

  RemoteCoach(Calls calls) {
    this.calls = calls;
  }

  @Override
  public Review review(String key) {
    return calls.get("/keys/%s/coach".formatted(Calls.quoted(key)), Answers::review);
  }
}
