package io.tallygate.servlet;

import io.tallygate.limiter.Decision;
import io.tallygate.limiter.header.HeaderFields;
import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.policy.door.CrossOrigin;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A response that tells its caller where it stands, whatever the service does to it: our fields
 * replace the service's, outlive a reset, and can be read by pages of other origins where the rest
 * can.
 */
final class LimitedResponse extends HttpServletResponseWrapper {

  private static final List<String> SERVICE_MAY_NOT_SET =
      List.of(
          HeaderFields.LIMIT,
          HeaderFields.REMAINING,
          HeaderFields.RESET,
          HeaderFields.RATE_LIMIT_POLICY,
          HeaderFields.RATE_LIMIT);

  private static final String EXPOSED = String.join(", ", HeaderFields.NAMES);

  private final Fields fields;
  private boolean exposes;

  /** What a decision says to its caller; kept for further dispatches of the request. */
  record Fields(Map<String, String> values) {

    static Fields of(Decision decision, Ietf ietf) {
      Map<String, String> values = new LinkedHashMap<>();
      HeaderFields.write(decision, ietf, values::put);
      return new Fields(values);
    }
  }

  LimitedResponse(HttpServletResponse response, Fields fields) {
    super(response);
    this.fields = fields;
    write();
    if (response.containsHeader(CrossOrigin.ALLOW_ORIGIN)) { // by a filter before this one
      expose();
    }
  }

  private void write() {
    fields.values.forEach(super::setHeader);
  }

  /** On a CORS response, a page's scripts see only fields that are listed (Fetch standard). */
  private void expose() {
    if (!exposes) {
      exposes = true;
      super.addHeader(CrossOrigin.EXPOSE_HEADERS, EXPOSED);
    }
  }

  private static boolean isOurs(String name) {
    return SERVICE_MAY_NOT_SET.stream().anyMatch(name::equalsIgnoreCase);
  }

  private void follow(String name) {
    if (name.equalsIgnoreCase(CrossOrigin.ALLOW_ORIGIN)) {
      expose();
    }
  }

  @Override
  public void setHeader(String name, String value) {
    if (isOurs(name)) {
      return;
    }
    super.setHeader(name, value);
    if (name.equalsIgnoreCase(CrossOrigin.EXPOSE_HEADERS) && exposes) {
      super.addHeader(name, EXPOSED);
    }
    follow(name);
  }

  @Override
  public void addHeader(String name, String value) {
    if (!isOurs(name)) {
      super.addHeader(name, value);
      follow(name);
    }
  }

  @Override
  public void setIntHeader(String name, int value) {
    if (!isOurs(name)) {
      super.setIntHeader(name, value);
    }
  }

  @Override
  public void addIntHeader(String name, int value) {
    if (!isOurs(name)) {
      super.addIntHeader(name, value);
    }
  }

  @Override
  public void setDateHeader(String name, long date) {
    if (!isOurs(name)) {
      super.setDateHeader(name, date);
    }
  }

  @Override
  public void addDateHeader(String name, long date) {
    if (!isOurs(name)) {
      super.addDateHeader(name, date);
    }
  }

  @Override
  public void reset() {
    super.reset();
    exposes = false;
    write();
  }
}
