package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.ApiProblem.Code;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.database.Retry;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.KeyHash;
import io.tallygate.gateway.key.Version;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does a request once, however often it is sent with the same {@code Idempotency-Key}: the same
 * answer comes again for 24 hours, the secret of a new key too. Thread-safe.
 */
final class Retries {

  /*
   *   nothing known          begin it, do it, keep its answer
   *   same request           the kept answer
   *   another request        422
   *   begun, not finished    409: it runs
   *
   * Beginning, doing and keeping are one transaction. So a server may end at any moment: either all
   * of it was done, and a repeat is given the answer, or nothing, and a repeat does it. The same
   * request from two sides waits until the first is done. What failed is not kept.
   *
   * A drain waits for another process and cannot be one transaction: it may be found begun. If its
   * server was ended in the middle that is forgotten after a minute, and a repeat drains what is
   * left, which does no harm.
   */

  static final String FIELD = "Idempotency-Key";

  private static final Pattern NAME = Pattern.compile("[!-~]{1,255}");

  private final AdminStore store;
  private final SecureRandom random = new SecureRandom();

  Retries(AdminStore store) {
    this.store = store;
  }

  /**
   * A request by the name that its sender gave it.
   *
   * @param name the header field
   * @param request all that it asks for
   */
  record Named(String tokenId, String secret, String name, String request) {

    Named {
      if (!NAME.matcher(name).matches()) {
        throw ApiProblem.ofField(
            FIELD, "idempotency-key must have 1 to 255 characters, printable ASCII");
      }
    }

    /** For logs: never the secret. */
    @Override
    public String toString() {
      return tokenId;
    }
  }

  Result once(Named named, Operation operation, ApiCall call) {
    Retry retry = new Retry(named.tokenId(), KeyHash.of(named.name()), KeyHash.of(named.request()));
    Vault vault = new Vault(named.secret(), named.name(), random);
    Supplier<Result> work = () -> operation.work().of(call);
    return operation.isOneTransaction()
        ? store.together(() -> once(retry, vault, work))
        : once(retry, vault, () -> abandoning(retry, work));
  }

  private Result once(Retry retry, Vault vault, Supplier<Result> work) {
    Optional<Retry.Begun> before = store.begin(retry);
    if (before.isPresent()) {
      return kept(before.get(), retry, vault);
    }
    Result result = work.get();
    store.finish(retry, vault.close(bytes(result), retry.request().bytes()));
    return result;
  }

  private Result abandoning(Retry retry, Supplier<Result> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      try {
        store.abandon(retry);
      } catch (DataException unknown) {
        e.addSuppressed(unknown); // it is forgotten after a minute
      }
      throw e;
    }
  }

  private static Result kept(Retry.Begun begun, Retry retry, Vault vault) {
    if (!begun.request().equals(retry.request())) {
      throw new ApiProblem(
          Code.RETRY_DIFFERS,
          "idempotency-key must be new for another request; this one was used",
          FIELD);
    }
    byte[] closed =
        begun
            .response()
            .orElseThrow(
                () ->
                    new ApiProblem(
                        Code.RETRY_IN_PROGRESS,
                        "this request was begun and is not finished; send it again in a minute",
                        FIELD));
    try {
      return result(vault.open(closed, retry.request().bytes()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("kept answer cannot be read: token=" + retry.tokenId(), e);
    }
  }

  private static byte[] bytes(Result result) {
    ObjectNode node = Shapes.object().put("location", result.location());
    result.version().ifPresent(version -> node.put("version", version.change()));
    node.set("body", result.body());
    return Shapes.bytes(node);
  }

  private static Result result(byte[] bytes) {
    JsonNode node = Shapes.MAPPER.readTree(bytes);
    Optional<Version> version =
        node.has("version")
            ? Optional.of(new Version(node.get("version").longValue()))
            : Optional.empty();
    return new Result((ObjectNode) node.get("body"), version, node.get("location").stringValue());
  }
}
