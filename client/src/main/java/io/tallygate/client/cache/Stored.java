package io.tallygate.client.cache;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An answer that is kept. Immutable; its body is never given out for writing. */
public final class Stored {

  /** Of no later answer, or of the connection (RFC 9111, sections 3.1 and 3.2). */
  private static final Set<String> NOT_UPDATED =
      Set.of("content-length", "content-encoding", "content-range", "content-type");

  private static final List<String> CREDENTIALS =
      List.of("Authorization", "X-Api-Key", "Api-Key", "Cookie");

  private static final long FIELDS_BYTES = 1_024; // about what the fields of an answer take

  final HttpRequest request;
  private final int status;
  private final HttpHeaders fields;
  private final byte[] body;
  private final long bornNanos;

  /**
   * @param bornNanos when it would have been made if it never had been on its way, by the monotonic
   *     clock: its age is counted from there
   */
  public Stored(HttpRequest request, Head head, byte[] body, long bornNanos) {
    this.request = request;
    this.status = head.status();
    this.fields = head.fields();
    this.body = body.clone();
    this.bornNanos = bornNanos;
  }

  /** An answer's head. */
  public record Head(int status, HttpHeaders fields) {}

  /** What tells answers apart before any Vary: the address, and who asks. */
  public record Key(URI uri, List<List<String>> credentials) {

    public static Key of(HttpRequest request) {
      return new Key(
          request.uri(),
          CREDENTIALS.stream().map(name -> request.headers().allValues(name)).toList());
    }

    /** Shows no credentials. */
    @Override
    public String toString() {
      return uri.toString();
    }
  }

  public int status() {
    return status;
  }

  public HttpHeaders fields() {
    return fields;
  }

  public byte[] body() {
    return body.clone();
  }

  public long ageSeconds(long nowNanos) {
    return Math.max(nowNanos - bornNanos, 0) / 1_000_000_000L;
  }

  long bytes() {
    return body.length + FIELDS_BYTES;
  }

  public boolean answers(HttpRequest other) {
    return Freshness.matches(fields, request.headers(), other.headers());
  }

  /** With the fields of a 304 in place of its own (section 3.2), and its age anew. */
  public Stored updated(HttpHeaders newer, long newBornNanos) {
    Map<String, List<String>> merged = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    merged.putAll(fields.map());
    Map<String, List<String>> update = new HashMap<>(newer.map());
    update.keySet().removeIf(name -> NOT_UPDATED.contains(name.toLowerCase(Locale.ROOT)));
    merged.putAll(update);
    HttpHeaders all = HttpHeaders.of(merged, (name, value) -> true);
    return new Stored(request, new Head(status, all), body, newBornNanos);
  }
}
