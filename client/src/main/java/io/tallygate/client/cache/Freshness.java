package io.tallygate.client.cache;

import io.tallygate.client.field.ServerTime;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a private cache may keep and give out (RFC 9111). Pure functions. */
public final class Freshness {

  /** What to do with a stored answer. */
  public enum Use {
    /** Give it out. */
    FRESH,
    /** Ask the server whether it still holds; if the call is limited, give it out all the same. */
    VALIDATE,
    /** Ask the server, and never give it out without. */
    MUST_VALIDATE
  }

  /** Final, and understood by us; a part of a body (206) is not kept. */
  private static final Set<Integer> STATUSES = Set.of(200, 203, 204, 300, 301, 308, 404, 410);

  private static final List<String> OWN_CONDITIONS =
      List.of("If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "If-Range");

  private Freshness() {}

  /** Whether the cache has to do with a request at all: a plain GET (sections 3 and 4.3.1). */
  public static boolean concerns(HttpRequest request) {
    return request.method().equals("GET")
        && request.headers().firstValue("Range").isEmpty()
        && OWN_CONDITIONS.stream().allMatch(it -> request.headers().firstValue(it).isEmpty())
        && !CacheControl.of(request.headers()).has("no-store");
  }

  /**
   * Whether an answer may be kept and is worth it: nobody forbids it (section 3), and it is fresh
   * for a while or can be validated.
   *
   * @param rule how long an answer that does not say is fresh; zero for not at all
   */
  public static boolean isStorable(int status, HttpHeaders fields, Duration rule) {
    CacheControl control = CacheControl.of(fields);
    return STATUSES.contains(status)
        && !control.has("no-store")
        && fields.allValues("Vary").stream().noneMatch(it -> it.contains("*"))
        && (hasValidator(fields) || lifetimeSeconds(fields, rule) > 0);
  }

  public static boolean hasValidator(HttpHeaders fields) {
    return fields.firstValue("ETag").isPresent() || fields.firstValue("Last-Modified").isPresent();
  }

  /** Section 4.2.1, but for s-maxage, which is for shared caches; and the rule, if none is told. */
  static long lifetimeSeconds(HttpHeaders fields, Duration rule) {
    CacheControl control = CacheControl.of(fields);
    OptionalLong maxAge = control.seconds("max-age");
    if (maxAge.isPresent()) {
      return maxAge.getAsLong();
    }
    Optional<String> expires = fields.firstValue("Expires");
    if (expires.isPresent()) {
      Optional<Long> end = ServerTime.httpDate(expires.get(), 0);
      Optional<Long> date = fields.firstValue("Date").flatMap(it -> ServerTime.httpDate(it, 0));
      return end.isPresent() && date.isPresent() ? Math.max(end.get() - date.get(), 0) : 0;
    }
    return control.has("no-cache") ? 0 : rule.toSeconds();
  }

  /**
   * How old an answer was when it came (section 4.2.3).
   *
   * @param delaySeconds from sending the request to the answer
   */
  public static long initialAgeSeconds(HttpHeaders fields, long wallSecond, long delaySeconds) {
    long apparent =
        fields
            .firstValue("Date")
            .flatMap(it -> ServerTime.httpDate(it, 0))
            .map(date -> Math.max(wallSecond - date, 0))
            .orElse(0L);
    long told =
        fields
            .firstValue("Age")
            .map(String::strip)
            .filter(it -> it.matches("[0-9]{1,10}"))
            .map(Long::parseLong)
            .orElse(0L);
    return Math.max(apparent, told + delaySeconds);
  }

  /** What a stored answer is good for (section 4), at this age, for this request. */
  public static Use use(HttpHeaders stored, HttpRequest request, long ageSeconds, Duration rule) {
    CacheControl answer = CacheControl.of(stored);
    CacheControl asked = CacheControl.of(request.headers());
    if (answer.has("no-cache") || asked.has("no-cache")) {
      return Use.MUST_VALIDATE;
    }
    long lifetime = lifetimeSeconds(stored, rule);
    OptionalLong oldest = asked.seconds("max-age");
    boolean isFresh =
        lifetime - asked.seconds("min-fresh").orElse(0) > ageSeconds
            && (oldest.isEmpty() || ageSeconds <= oldest.getAsLong());
    if (isFresh) {
      return Use.FRESH;
    }
    if (answer.has("must-revalidate")) {
      return Use.MUST_VALIDATE;
    }
    // max-stale without a number: however stale (section 5.2.1.2).
    boolean isStaleAccepted =
        asked.has("max-stale")
            && (asked.directives().getOrDefault("max-stale", "").isEmpty()
                || ageSeconds - lifetime <= asked.seconds("max-stale").orElse(0));
    return isStaleAccepted ? Use.FRESH : Use.VALIDATE;
  }

  /** Whether a stored answer was chosen by the same fields (section 4.1). */
  public static boolean matches(HttpHeaders stored, HttpHeaders then, HttpHeaders now) {
    for (String line : stored.allValues("Vary")) {
      for (String name : line.split(",", -1)) {
        if (!name.isBlank() && !then.allValues(name.strip()).equals(now.allValues(name.strip()))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether an answer to this method makes what is stored of its address untrue (4.4). */
  public static boolean invalidates(String method, int status) {
    return !Set.of("GET", "HEAD", "OPTIONS", "TRACE").contains(method)
        && status >= 200
        && status < 400;
  }
}
