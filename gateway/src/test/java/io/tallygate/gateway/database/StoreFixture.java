package io.tallygate.gateway.database;

import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.KeyQuery;
import io.tallygate.gateway.key.Keys;
import io.tallygate.gateway.key.LimitGrant;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An open database for a test, and short words for what is done with it. */
abstract class StoreFixture {

  static final KeyFormat FORMAT = new KeyFormat("vg_key_");
  static final long NOW = 1_795_510_820;
  static final MovedTicker TICKER = new MovedTicker(NOW);

  StoredAdministration all;
  Database database;
  Keys keys;

  /** A new, empty place for a database. */
  abstract Location location();

  @BeforeEach
  void open() {
    database = Database.open(location());
    all = new StoredAdministration(database, TICKER, new Actor(Actor.Kind.COMMAND, "tester"));
    keys = all.keys();
    TICKER.second = NOW;
  }

  @AfterEach
  void close() {
    all.close();
  }

  IssuedKey create(String name) {
    return keys.create(NewKey.of(name), FORMAT);
  }

  LimitGrant set(Subject subject, String group, long count) {
    return all.grants()
        .set(subject, LimitRule.always(Target.of(group), new Amount.Count(count)), "");
  }

  List<LimitGrant> grants(Optional<Subject> subject) {
    return all.grants().list(subject, Page.Request.FIRST).items();
  }

  List<ApiKey> list() {
    return keys.list(KeyQuery.ALL, Page.Request.FIRST).items();
  }
}
