package io.tallygate.gateway.database;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.database.AuditTable.Changed;
import io.tallygate.gateway.database.Database.Write;
import io.tallygate.gateway.key.AdminToken;
import io.tallygate.gateway.key.AdminToken.TokenLife;
import io.tallygate.gateway.key.IssuedToken;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.KeyHash;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Tokens;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/** Admin tokens in the database. Thread-safe. */
final class StoredTokens implements Tokens {

  private final Session session;
  private final SecureRandom random = new SecureRandom();

  StoredTokens(Session session) {
    this.session = session;
  }

  @Override
  public IssuedToken create(String name, Role role, long expirySecond) {
    return session.database().write(write -> insert(write, new NewToken(name, role, expirySecond)));
  }

  private record NewToken(String name, Role role, long expirySecond) {}

  /** Issues one if there is none at all, so that somebody can begin. */
  Optional<IssuedToken> createFirst(String name) {
    boolean isThere = session.database().read(handle -> TokenTable.count(handle) > 0);
    if (isThere) {
      return Optional.empty(); // as at every start but the first: nothing is written
    }
    return session
        .database()
        .write(
            write ->
                TokenTable.count(write.handle()) > 0
                    ? Optional.empty()
                    : Optional.of(insert(write, new NewToken(name, Role.ADMIN, Life.NO_END))));
  }

  private IssuedToken insert(Write write, NewToken wanted) {
    Session.requireRoom("tokens", TokenTable.count(write.handle()), TOKENS_MAX);
    String secret = AdminToken.FORMAT.issue(random);
    AdminToken made =
        new AdminToken(
            KeyFormat.id("tok_", random),
            wanted.name(),
            wanted.role(),
            new TokenLife(session.nowSecond(), wanted.expirySecond(), Life.NO_END, Life.UNUSED));
    TokenTable.insert(write.handle(), made, KeyHash.of(secret));
    session.audit(write, new Changed("token.create", made.id(), Map.of(), TokenTable.state(made)));
    return new IssuedToken(made, secret);
  }

  @Override
  public Page<AdminToken> list(Page.Request page) {
    return session.database().read(handle -> TokenTable.list(handle, page));
  }

  @Override
  public AdminToken revoke(String id) {
    require(AdminToken.isId(id), "id must be tok_ and 12 letters or digits");
    return session
        .database()
        .write(
            write -> {
              AdminToken before = TokenTable.get(write.handle(), id);
              if (before.isRevoked()) {
                return before;
              }
              TokenTable.revoke(write.handle(), id, session.nowSecond());
              AdminToken after = TokenTable.get(write.handle(), id);
              session.audit(
                  write,
                  new Changed(
                      "token.revoke", id, TokenTable.state(before), TokenTable.state(after)));
              return after;
            });
  }
}
