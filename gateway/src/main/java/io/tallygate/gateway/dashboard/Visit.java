package io.tallygate.gateway.dashboard;

import io.javalin.http.Context;
import io.tallygate.gateway.dashboard.session.Session;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.AdminToken;
import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Version;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request of somebody who is logged in, whose form is one of ours and whose role is high enough.
 *
 * @param all what he may do; what he does is audited in his token's name
 * @param nowSecond Unix
 */
record Visit(
    Context context, Session session, AdminToken token, Administration all, long nowSecond) {

  static final int ROWS = 50;

  private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

  boolean may(Role role) {
    return token.role().includes(role);
  }

  /** Who does what is done. */
  Actor actor() {
    return actor(token);
  }

  static Actor actor(AdminToken token) {
    return new Actor(Actor.Kind.TOKEN, token.name());
  }

  String parameter(String name) {
    return context.pathParam(name);
  }

  /** Of the URL; empty if it is not there. */
  String query(String name) {
    String value = context.queryParam(name);
    return value == null ? "" : value.strip();
  }

  /** Of the form; empty if it is not there. */
  String form(String name) {
    String value = context.formParam(name);
    return value == null ? "" : value.strip();
  }

  /** All of the form by one name, as ticked boxes send them. */
  List<String> forms(String name) {
    return context.formParams(name);
  }

  Optional<String> given(String name) {
    return Optional.of(form(name)).filter(value -> !value.isEmpty());
  }

  /** Which part of a list is asked for. */
  Page.Request page() {
    return new Page.Request(ROWS, query("cursor"));
  }

  /** The state that the form's page has shown. */
  Version seen() {
    String version = form("version");
    if (!VERSION.matcher(version).matches()) {
      throw new Refusal(400, "The form has no version; load its page again.");
    }
    return new Version(Long.parseLong(version));
  }

  /** Whether htmx asks, which shows a part of a page in place. */
  static boolean isPart(Context context) {
    return "true".equals(context.header("HX-Request"))
        && !"true".equals(context.header("HX-History-Restore-Request"));
  }
}
