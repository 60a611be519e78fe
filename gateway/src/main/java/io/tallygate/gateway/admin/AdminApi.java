package io.tallygate.gateway.admin;

import io.javalin.http.Context;
import io.tallygate.gateway.admin.ApiProblem.Code;
import io.tallygate.gateway.admin.Operation.Method;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.AdminToken;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.KeyHash;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.usage.Usage;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/** The REST API of the admin port: what happens to a request, in order. Thread-safe. */
final class AdminApi implements AutoCloseable {

  /** A body has at most this many bytes. */
  static final int BODY_BYTES_MAX = 256 << 10;

  /** At the same time; threads are left for health and metrics. */
  static final int CALLS_MAX = 10;

  static final String CSV = "text/csv;charset=utf-8";

  private static final Pattern JSON =
      Pattern.compile(
          "application/(?:json|merge-patch\\+json)\\s*(?:;\\s*charset=\"?utf-8\"?\\s*)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

  private final AdminStore store;
  private final Usage usage;
  private final Hosts hosts;
  private final Guard guard;
  private final Doorkeeper doorkeeper;
  private final Retries retries;
  private final Semaphore room = new Semaphore(CALLS_MAX);
  private final List<Operation> operations;

  /**
   * @param kept whose store is closed with this
   */
  AdminApi(AdminServer.Kept kept, Hosts hosts, Guard guard, Ticker ticker) {
    this.store = kept.store();
    this.usage = kept.usage();
    this.hosts = hosts;
    this.guard = guard;
    this.doorkeeper = new Doorkeeper(store, ticker);
    this.retries = new Retries(store);
    this.operations = Operations.all(store::nowSecond, kept.trials(), kept.coach());
  }

  List<Operation> operations() {
    return operations;
  }

  /** Answers a request, whatever it is. */
  void answer(Context context, Operation operation) {
    guard.guarded(
        context,
        () -> {
          hosts.require(header(context, "Host"));
          if (!room.tryAcquire()) {
            throw new ApiProblem(Code.OVERLOADED, "too many requests at once; try again later");
          }
          try {
            run(context, operation);
          } finally {
            room.release();
          }
        });
  }

  /** The OpenAPI document, which is no secret. */
  void document(Context context) {
    hosts.require(header(context, "Host"));
    context.contentType("application/json").result(Shapes.bytes(OpenApi.document(operations)));
  }

  /** Lets in who may read: from this machine everybody, from beyond it with a token. */
  void requireReader(Context context) {
    hosts.require(header(context, "Host"));
    if (needsToken(address(context))) {
      requireRole(token(context), Role.READ);
    }
  }

  static boolean needsToken(InetAddress reader) {
    return !reader.isLoopbackAddress();
  }

  private void run(Context context, Operation operation) {
    AdminToken token = token(context);
    doorkeeper.charge(token, context::header);
    requireRole(token, operation.role());
    store.used(token);
    String body = operation.method().hasBody() ? body(context) : "";
    Actor actor = new Actor(Actor.Kind.TOKEN, token.name());
    ApiCall call =
        new ApiCall(
            new ApiCall.Means(store.as(actor), store.alerts(actor), usage),
            context.pathParamMap(),
            query(context),
            header(context, "If-Match"),
            body);
    call.requireQuery(operation.doc().query());
    String name = header(context, Retries.FIELD);
    boolean isNamed = operation.method() == Method.POST && !name.isEmpty();
    Result result =
        isNamed
            ? retries.once(
                new Retries.Named(token.id(), secret(context), name, request(context, call)),
                operation,
                call)
            : operation.work().of(call);
    write(context, operation, result);
  }

  private AdminToken token(Context context) {
    try {
      return doorkeeper.token(header(context, "Authorization"), address(context), context::header);
    } catch (DataException e) {
      // Strangers learn nothing of the database.
      throw new ApiProblem(Code.UNAVAILABLE, "the database cannot be read");
    }
  }

  private static void requireRole(AdminToken token, Role role) {
    if (!token.role().includes(role)) {
      throw new ApiProblem(
          Code.ROLE_TOO_LOW,
          "token must have the role %s: role=%s".formatted(lower(role), lower(token.role())));
    }
  }

  private static String lower(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static String secret(Context context) {
    return header(context, "Authorization").substring("Bearer ".length()).strip();
  }

  private static String header(Context context, String name) {
    String value = context.header(name);
    return value == null ? "" : value;
  }

  private static InetAddress address(Context context) {
    try {
      return InetAddress.getByName(context.req().getRemoteAddr()); // a literal: no look-up
    } catch (IOException e) {
      throw new IllegalStateException("the client's address is one", e);
    }
  }

  private static Map<String, String> query(Context context) {
    Map<String, String> query = new HashMap<>();
    context
        .queryParamMap()
        .forEach(
            (name, values) -> {
              if (values.size() != 1) {
                throw ApiProblem.ofField(
                    name.matches("[a-z]{1,20}") ? name : "…",
                    "query parameter must stand once: times=" + values.size());
              }
              query.put(name, values.get(0));
            });
    return query;
  }

  private static String body(Context context) {
    if (!JSON.matcher(header(context, "Content-Type")).matches()) {
      throw new ApiProblem(
          Code.UNSUPPORTED_MEDIA_TYPE, "content-type must be application/json", "Content-Type");
    }
    try (InputStream in = context.bodyInputStream()) {
      byte[] body = in.readNBytes(BODY_BYTES_MAX + 1);
      if (body.length > BODY_BYTES_MAX) {
        throw new ApiProblem(
            Code.BODY_TOO_LARGE, "body must have at most %s bytes".formatted(BODY_BYTES_MAX));
      }
      return new String(body, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ApiProblem(Code.INVALID_REQUEST, "body could not be read to its end");
    }
  }

  /** All that a request asks for, whole. */
  private static String request(Context context, ApiCall call) {
    return String.join("\n", context.path(), call.ifMatch(), call.body());
  }

  private static void write(Context context, Operation operation, Result result) {
    byte[] body =
        result.isCsv()
            ? result.body().stringValue().getBytes(StandardCharsets.UTF_8)
            : Shapes.bytes(result.body());
    if (!result.location().isEmpty()) {
      place(context, result);
    }
    context.status(operation.success()).contentType(result.isCsv() ? CSV : "application/json");
    String digest =
        HexFormat.of().formatHex(KeyHash.of(result.body().toString()).bytes()).substring(0, 16);
    String version = result.version().map(one -> Long.toString(one.change())).orElse("0");
    String tag = "\"%s-%s\"".formatted(version, digest);
    if (operation.method() == Method.GET || result.version().isPresent()) {
      context.header("ETag", tag);
    }
    if (operation.method() == Method.GET && isKnown(header(context, "If-None-Match"), tag)) {
      context.status(304);
      return;
    }
    context.result(body);
  }

  /** Where what was made is, or what follows of what was asked for. */
  private static void place(Context context, Result result) {
    if (!result.isCsv()) {
      context.header("Location", result.location());
      return;
    }
    String query = context.queryString() == null ? "" : context.queryString();
    String same = query.replaceAll("(^|&)cursor=[^&]*", "");
    String next = (same.isEmpty() ? "" : same + "&") + "cursor=" + result.location();
    context.header("Link", "<%s?%s>; rel=\"next\"".formatted(context.path(), next));
  }

  private static boolean isKnown(String ifNoneMatch, String tag) {
    return COMMA
        .splitAsStream(ifNoneMatch)
        .anyMatch(one -> one.equals("*") || one.replaceFirst("^W/", "").equals(tag));
  }

  @Override
  public void close() {
    doorkeeper.close();
    store.close();
  }
}
