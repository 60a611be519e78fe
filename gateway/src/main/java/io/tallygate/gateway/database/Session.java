package io.tallygate.gateway.database;

import io.tallygate.gateway.database.Database.Write;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.Version;
import io.tallygate.limiter.clock.Ticker;
import java.util.regex.Pattern;

/** The database as one actor works with it: each of his changes is audited. */
record Session(Database database, Ticker ticker, Actor actor) {

  private static final Pattern NAMING =
      Pattern.compile("(?:key|own|tok)_[0-9A-Za-z]{12}|[a-z0-9][a-z0-9._-]{0,63}");

  long nowSecond() {
    return ticker.wallMicros() / 1_000_000;
  }

  /** Notes what was done, within the transaction that does it. */
  void audit(Write write, AuditTable.Changed changed) {
    AuditTable.insert(write.handle(), nowSecond(), actor, changed);
  }

  static void requireSeen(String what, String id, Version seen, Version present) {
    if (!seen.allows(present)) {
      throw new DataException(
          Reason.STALE,
          "%s was changed since it was read; read it again: id=%s".formatted(what, id));
    }
  }

  static void requireRoom(String what, long present, long max) {
    if (present >= max) {
      throw new DataException(
          Reason.FULL, "%1$s must be at most %2$s: %1$s=%3$s".formatted(what, max, present));
    }
  }

  static DataException unknown(String what, String id) {
    // What has the form of neither an id nor a name may be a secret, and is not repeated.
    String shown = NAMING.matcher(id).matches() ? id : "…";
    return new DataException(Reason.NOT_FOUND, "no such " + what + ": id=" + shown);
  }
}
