package io.tallygate.command.remote;

import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.coach.Review;
import java.net.URI;

/** A running server's coach, asked through its admin API. Thread-safe. */
public final class RemoteCoach implements Coach {

  private final Calls calls;

  /**
   * @param url of the admin port; a path is put before each call's
   * @param token the secret, never logged
   */
  public RemoteCoach(URI url, String token) {
    this.calls = new Calls(url, token);
  }

  @Override
  public Review review(String key) {
    return calls.get("/keys/%s/coach".formatted(Calls.quoted(key)), Answers::review);
  }
}
