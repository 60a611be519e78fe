package io.tallygate.command.remote;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DrainResult;
import io.tallygate.gateway.key.ImportedSecret;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.KeyQuery;
import io.tallygate.gateway.key.Keys;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Version;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Keys through an admin API. Their format is the server's. Thread-safe. */
final class RemoteKeys implements Keys {

  private final Calls calls;

  RemoteKeys(Calls calls) {
    this.calls = calls;
  }

  private static String path(String id) {
    require(ApiKey.isId(id), "id must be key_ and 12 letters or digits");
    return "/keys/" + id;
  }

  @Override
  public IssuedKey create(NewKey key, KeyFormat format) {
    return calls.post("/keys", Bodies.key(key), Version.ANY, Answers::issuedKey);
  }

  @Override
  public ApiKey importHash(NewKey key, ImportedSecret secret) {
    ObjectNode body = Bodies.key(key).put("sha256", secret.sha256());
    body.put("lastFour", secret.lastFour());
    return calls.post("/keys/import", body, Version.ANY, Answers::key);
  }

  @Override
  public ApiKey get(String id) {
    return calls.get(path(id), Answers::key);
  }

  @Override
  public Page<ApiKey> list(KeyQuery query, Page.Request page) {
    StringBuilder path = new StringBuilder("/keys").append(Calls.query(page));
    if (!query.text().isEmpty()) {
      path.append("&search=").append(Calls.quoted(query.text()));
    }
    query.owner().ifPresent(owner -> path.append("&owner=").append(Calls.quoted(owner)));
    query
        .state()
        .map(state -> state.name().toLowerCase(Locale.ROOT))
        .ifPresent(state -> path.append("&state=").append(state));
    return calls.get(path.toString(), Answers.page(Answers::key));
  }

  @Override
  public ApiKey change(String id, List<KeyChange> changes, Version seen) {
    ObjectNode body = Calls.object();
    changes.forEach(change -> put(body, change));
    return calls.patch(path(id), body, seen, Answers::key);
  }

  private static void put(ObjectNode body, KeyChange change) {
    if (change instanceof KeyChange.Rename rename) {
      body.put("name", rename.name());
    } else if (change instanceof KeyChange.SetMetadata set) {
      Bodies.metadata(body, set.metadata());
    } else if (change instanceof KeyChange.SetOwner set) {
      body.put("owner", set.owner());
    } else if (change instanceof KeyChange.SetPlan set) {
      body.put("plan", set.plan());
    } else if (change instanceof KeyChange.Expire expire) {
      body.put("expires", Bodies.time(expire.expirySecond()));
    } else if (change instanceof KeyChange.Block) {
      body.put("state", "blocked");
    } else if (change instanceof KeyChange.Unblock) {
      body.put("state", "active");
    } else {
      body.put("state", "revoked");
    }
  }

  @Override
  public IssuedKey rotate(String id, Rotation rotation, Version seen) {
    ObjectNode body = Calls.object().put("graceSeconds", rotation.grace().toSeconds());
    return calls.post(path(id) + "/rotate", body, seen, Answers::issuedKey);
  }

  @Override
  public DrainResult drain(String id, String group) {
    try {
      ObjectNode body = Calls.object().put("group", group);
      return calls.post(path(id) + "/drain", body, Version.ANY, Answers::drained);
    } catch (DataException e) {
      Optional<String> reason = Optional.ofNullable(e.getMessage());
      if (e.reason() == DataException.Reason.CONFLICT) {
        return new DrainResult.Refused(reason.orElse(""));
      }
      throw e;
    }
  }
}
