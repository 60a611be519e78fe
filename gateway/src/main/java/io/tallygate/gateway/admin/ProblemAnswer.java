package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.ApiProblem.Code;
import io.tallygate.gateway.key.DataException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * A failure as problem details.
 *
 * @param field that is wrong; empty if it is none
 */
record ProblemAnswer(Code code, String detail, String field) {

  static final String TYPE = "application/problem+json";

  /** Messages of rules begin with what they are about. */
  private static final Pattern ABOUT = Pattern.compile("([a-z][A-Za-z]*)\\b.*", Pattern.DOTALL);

  static ProblemAnswer of(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof ApiProblem problem) {
      return new ProblemAnswer(problem.code(), problem.detail(), problem.field());
    }
    if (e instanceof IllegalArgumentException) {
      Matcher about = ABOUT.matcher(message);
      String field = about.matches() ? about.group(1) : "";
      return new ProblemAnswer(
          Code.INVALID_REQUEST, message, message.startsWith("no such") ? "" : field);
    }
    if (e instanceof DataException data) {
      return switch (data.reason()) {
        case NOT_FOUND -> new ProblemAnswer(Code.NOT_FOUND, message, "");
        case CONFLICT -> new ProblemAnswer(Code.CONFLICT, message, "");
        case STALE -> new ProblemAnswer(Code.STALE, message, "If-Match");
        case FULL -> new ProblemAnswer(Code.FULL, message, "");
        case UNAVAILABLE -> new ProblemAnswer(Code.UNAVAILABLE, message, "");
      };
    }
    return new ProblemAnswer(Code.FAILED, "the server failed; its log says why", "");
  }

  int status() {
    return code.status();
  }

  byte[] body() {
    ObjectNode node = Shapes.object().put("type", "about:blank").put("title", title());
    node.put("status", status()).put("detail", detail);
    node.put("code", code.name().toLowerCase(Locale.ROOT));
    if (!field.isEmpty()) {
      node.put("field", field);
    }
    return Shapes.bytes(node);
  }

  private String title() {
    return switch (status()) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 421 -> "Misdirected Request";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }
}
