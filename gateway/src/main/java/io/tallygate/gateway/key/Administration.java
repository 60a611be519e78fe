package io.tallygate.gateway.key;

import java.util.Optional;

/**
 * All that can be done with keys, owners, plans and overrides, by one {@link Actor}: with the
 * database at hand, or through a server's admin API. Each change is audited. Thread-safe.
 *
 * <p>Arguments that are out of their bounds throw {@link IllegalArgumentException}; what the data
 * do not allow throws {@link DataException}.
 */
public interface Administration extends AutoCloseable {

  Keys keys();

  Owners owners();

  Plans plans();

  Grants grants();

  Tokens tokens();

  /**
   * What was changed, the newest first.
   *
   * @param target an id or a plan's name; empty for all
   */
  Page<AuditEntry> audit(String target, Page.Request page);

  /** What a server last enforced with these keys; empty if none ever ran. */
  Optional<PublishedPolicy> published();

  @Override
  void close();
}
