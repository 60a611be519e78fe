package io.tallygate.servlet;

import io.tallygate.policy.door.Shown;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;

/** The token that a request shows in {@code Authorization} behind {@code Bearer}. Stateless. */
public final class BearerToken {

  private static final String FIELD = "Authorization";

  private BearerToken() {}

  /** The token; empty if the request shows none, or several fields, or over 4,096 characters. */
  public static String of(HttpServletRequest request) {
    Shown shown = Shown.by(FIELD, Collections.list(request.getHeaders(FIELD)));
    return shown instanceof Shown.Token token ? token.text() : "";
  }
}
