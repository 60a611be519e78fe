package io.tallygate.gateway.admin;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.admin.ApiProblem.Code;
import io.tallygate.gateway.admin.Operation.Doc;
import io.tallygate.gateway.admin.Operation.Method;
import io.tallygate.gateway.admin.Operation.WaitingWork;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.DrainResult;
import io.tallygate.gateway.key.DrainResult.Drained;
import io.tallygate.gateway.key.DrainResult.Refused;
import io.tallygate.gateway.key.ImportedSecret;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.KeyQuery;
import io.tallygate.gateway.key.Keys;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import tools.jackson.databind.node.ObjectNode;

/** What the admin API does with keys. */
final class KeyOperations {

  /** The states that can be asked for; a key expires by its own end. */
  private static final List<State> SETTABLE = List.of(State.ACTIVE, State.BLOCKED, State.REVOKED);

  private static final String[] NEW = {"name", "metadata", "owner", "plan", "expires"};

  private final LongSupplier nowSecond;

  private KeyOperations(LongSupplier nowSecond) {
    this.nowSecond = nowSecond;
  }

  /**
   * All of them.
   *
   * @param nowSecond at which states are meant
   */
  static List<Operation> all(LongSupplier nowSecond) {
    KeyOperations keys = new KeyOperations(nowSecond);
    return List.of(
        new Operation(
            "listKeys",
            Method.GET,
            "/keys",
            Role.READ,
            Doc.of("Lists keys, the oldest first.", "", "KeyPage")
                .withQuery("search", "owner", "state", "size", "cursor"),
            keys::list),
        new Operation(
            "createKey",
            Method.POST,
            "/keys",
            Role.OPERATE,
            Doc.of("Issues a key and shows its secret, once.", "NewKey", "IssuedKey", 201, 404),
            keys::create),
        new Operation(
            "importKey",
            Method.POST,
            "/keys/import",
            Role.OPERATE,
            Doc.of("Takes over a key of which the hash is known.", "ImportedKey", "Key", 201, 404),
            keys::importHash),
        new Operation(
            "getKey",
            Method.GET,
            "/keys/{key}",
            Role.READ,
            Doc.of("Shows a key.", "", "Key", 404),
            keys::get),
        new Operation(
            "changeKey",
            Method.PATCH,
            "/keys/{key}",
            Role.OPERATE,
            Doc.of(
                "Changes what is sent, all or nothing: block, unblock and revoke by `state`.",
                "KeyChange",
                "Key",
                404,
                409,
                412),
            keys::change),
        new Operation(
            "rotateKey",
            Method.POST,
            "/keys/{key}/rotate",
            Role.OPERATE,
            Doc.of("Gives a key a new secret; its counts stay.", "Rotation", "IssuedKey", 404, 412),
            keys::rotate),
        new Operation(
            "drainKey",
            Method.POST,
            "/keys/{key}/drain",
            Role.OPERATE,
            Doc.of("Uses up what is left of a key's windows in a group.", "Drain", "Drained", 404),
            (WaitingWork) keys::drain));
  }

  private ObjectNode shape(ApiKey key) {
    ObjectNode node = Shapes.object();
    Shapes.key(node, key, nowSecond.getAsLong());
    return node;
  }

  private Result list(ApiCall call) {
    KeyQuery query = KeyQuery.ALL.withText(call.asked("search").orElse(""));
    Optional<String> owner = call.asked("owner");
    if (owner.isPresent()) {
      require(Owner.isId(owner.get()), "owner must be own_ and 12 letters or digits");
      query = query.withOwner(owner.get());
    }
    Optional<String> state = call.asked("state");
    if (state.isPresent()) {
      query = query.withState(Fields.word("state", state.get(), List.of(State.values())));
    }
    long now = nowSecond.getAsLong();
    return Result.of(
        Shapes.page(
            call.all().keys().list(query, call.page()), (node, key) -> Shapes.key(node, key, now)));
  }

  private static NewKey newKey(Fields fields) {
    Description named = fields.text("name", Description::of);
    return new NewKey(
        Reading.metadata(fields, named),
        new Standing(Reading.owner(fields), Reading.plan(fields)),
        fields.second("expires", Life.NO_END));
  }

  private Result create(ApiCall call) {
    NewKey wanted = newKey(call.fields(NEW));
    IssuedKey issued = call.all().keys().create(wanted, format(call));
    return issued(issued).at("/keys/" + issued.key().id());
  }

  private Result issued(IssuedKey issued) {
    return Result.of(shape(issued.key()).put("secret", issued.secret()), issued.key().version());
  }

  /** As the policy in force says. */
  private static KeyFormat format(ApiCall call) {
    return new KeyFormat(ReadOperations.policy(call).keyPrefix());
  }

  private Result importHash(ApiCall call) {
    Fields fields =
        call.fields("name", "metadata", "owner", "plan", "expires", "sha256", "lastFour");
    String hash = fields.text("sha256", text -> new ImportedSecret(text, "").sha256());
    ImportedSecret secret =
        fields
            .optionalText("lastFour", text -> new ImportedSecret(hash, text))
            .orElse(new ImportedSecret(hash, ""));
    ApiKey key = call.all().keys().importHash(newKey(fields), secret);
    return Result.of(shape(key), key.version()).at("/keys/" + key.id());
  }

  private Result get(ApiCall call) {
    ApiKey key = call.all().keys().get(call.parameter("key"));
    return Result.of(shape(key), key.version());
  }

  private Result change(ApiCall call) {
    Fields fields = call.fields("name", "metadata", "owner", "plan", "expires", "state");
    List<KeyChange> changes = new ArrayList<>();
    if (fields.has("name")) {
      changes.add(fields.text("name", text -> new KeyChange.Rename(Description.of(text).name())));
    }
    if (fields.has("metadata")) {
      changes.add(new KeyChange.SetMetadata(fields.texts("metadata")));
    }
    if (fields.has("owner")) {
      changes.add(new KeyChange.SetOwner(Reading.owner(fields)));
    }
    if (fields.has("plan")) {
      changes.add(new KeyChange.SetPlan(Reading.plan(fields)));
    }
    if (fields.has("expires")) {
      changes.add(new KeyChange.Expire(fields.second("expires", Life.NO_END)));
    }
    if (fields.has("state")) {
      changes.add(
          switch (fields.word("state", SETTABLE)) {
            case BLOCKED -> new KeyChange.Block();
            case REVOKED -> new KeyChange.Revoke();
            case ACTIVE, EXPIRED -> new KeyChange.Unblock();
          });
    }
    ApiKey key = call.all().keys().change(call.parameter("key"), changes, call.seen());
    return Result.of(shape(key), key.version());
  }

  private Result rotate(ApiCall call) {
    Duration grace =
        call.fields("graceSeconds")
            .number(
                "graceSeconds",
                seconds -> {
                  require(
                      seconds >= 0 && seconds <= Keys.GRACE_MAX.toSeconds(),
                      "graceSeconds must be 0 to %s: graceSeconds=%s",
                      Keys.GRACE_MAX.toSeconds(),
                      seconds);
                  return Duration.ofSeconds(seconds);
                });
    return issued(
        call.all()
            .keys()
            .rotate(call.parameter("key"), new Keys.Rotation(format(call), grace), call.seen()));
  }

  private Result drain(ApiCall call) {
    String group = call.fields("group").text("group", text -> text);
    String key = call.parameter("key");
    DrainResult result = call.all().keys().drain(key, group);
    if (result instanceof Refused refused) {
      throw new ApiProblem(Code.CONFLICT, refused.reason());
    }
    return Result.of(
        Shapes.object()
            .put("key", key)
            .put("group", group)
            .put("units", ((Drained) result).units()));
  }
}
