package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.key.DataException;

/** Why a visit comes to nothing, as its page says it. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Said where the database is away: what is wrong with it stands in the log. */
  static final String NO_DATABASE =
      "The database cannot be read at the moment. Calls are served all the same; try again soon.";

  private final int status;

  Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  static Refusal of(RuntimeException e) {
    String message = sentence(String.valueOf(e.getMessage()));
    if (e instanceof Refusal refusal) {
      return refusal;
    }
    if (e instanceof IllegalArgumentException) {
      return new Refusal(400, message);
    }
    if (e instanceof DataException data) {
      return switch (data.reason()) {
        case NOT_FOUND -> new Refusal(404, message);
        case CONFLICT, FULL -> new Refusal(409, message);
        case STALE -> new Refusal(412, message + " Load the page again to see how it is now.");
        case UNAVAILABLE -> new Refusal(503, NO_DATABASE);
      };
    }
    return new Refusal(500, "The server failed; its log says why.");
  }

  /** Messages of rules begin in small letters and have no full stop. */
  private static String sentence(String rule) {
    if (rule.isEmpty()) {
      return rule;
    }
    return Character.toUpperCase(rule.charAt(0)) + rule.substring(1) + ".";
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  String title() {
    return switch (status) {
      case 400 -> "That cannot be done";
      case 401 -> "Not logged in";
      case 403 -> "Not allowed";
      case 404 -> "Not found";
      case 408 -> "Too slow";
      case 409 -> "That does not go together";
      case 412 -> "Changed in the meantime";
      case 413 -> "Too long";
      case 421 -> "Unknown host";
      case 429 -> "Too many tries";
      case 503 -> "Not available";
      default -> "Failed";
    };
  }
}
