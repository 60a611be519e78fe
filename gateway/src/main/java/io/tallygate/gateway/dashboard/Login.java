package io.tallygate.gateway.dashboard;

import io.javalin.http.Context;
import io.tallygate.gateway.dashboard.session.LoginLinks;
import io.tallygate.gateway.dashboard.session.Session;
import io.tallygate.gateway.dashboard.session.Sessions;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.key.AdminToken;
import io.tallygate.limiter.clock.Ticker;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The way in and out, and who is in. Thread-safe. */
final class Login implements AutoCloseable {

  private static final String PATH = Dashboard.ROOT + "/login";
  private static final String LINK_PATH = PATH + "/{link}";

  /** With a token, and with a link. */
  static final List<String> PATHS = List.of(PATH, LINK_PATH);

  private final Optional<AdminStore> store;
  private final Sessions sessions;
  private final LoginLinks links;
  private final LoginDoor door;
  private final Patience patience;

  /**
   * @param patience not closed with this
   */
  Login(Optional<AdminStore> store, Patience patience, Ticker ticker) {
    this.store = store;
    this.patience = patience;
    this.sessions = new Sessions(ticker);
    this.links = new LoginLinks(ticker);
    this.door = new LoginDoor(ticker);
  }

  /**
   * Somebody whose session goes on and whose token is valid now.
   *
   * @param token as it is in the database now: its role may not have changed, but it may have ended
   */
  record Visitor(Session session, AdminToken token) {

    Frame.Person person() {
      return new Frame.Person(Words.safe(token.name()), token.role(), session.formToken());
    }
  }

  AdminStore store() {
    return store.orElseThrow(
        () ->
            new Refusal(
                503,
                "This gateway was started without a database, so there is nobody who could log"
                    + " in. `tallygate serve` always has one."));
  }

  String link(String tokenId) {
    return PATH + "/" + links.issue(tokenId);
  }

  /** Who asks; empty if he must log in. */
  Optional<Visitor> visitor(Context context) {
    return valid(sessions.find(Browser.cookie(context)));
  }

  /** Whether a cookie's session goes on; asking does not keep it going. */
  boolean isLoggedIn(String cookie) {
    return valid(sessions.peek(cookie)).isPresent();
  }

  private Optional<Visitor> valid(Optional<Session> session) {
    if (session.isEmpty()) {
      return Optional.empty();
    }
    Optional<AdminToken> token = store().valid(session.get().tokenId());
    if (token.isEmpty()) {
      sessions.endOf(session.get().tokenId());
    }
    return token.map(one -> new Visitor(session.get(), one));
  }

  /** Asks somebody to log in. */
  void invite(Context context) {
    boolean hadCookie = !Browser.cookie(context).isEmpty();
    if (context.method().name().equals("GET")) {
      Dashboard.lead(context, hadCookie ? PATH + "?over=1" : PATH);
    } else {
      throw new Refusal(401, "Your session is over, and nothing was done. Log in again.");
    }
  }

  /** Reads a form, of nobody but who has this session, and refuses it if it is not its own. */
  void requireFormOf(Context context, Session session) {
    patience.awaitForm(context);
    String field = context.formParam("form-token");
    String sent = field == null ? Browser.header(context, "X-Form-Token") : field;
    if (!session.isOurs(sent)) {
      throw new Refusal(403, "The form is not one of this session's pages. Load its page again.");
    }
  }

  /** The form for a token, or the button of a link. */
  void show(Context context, Assets assets) {
    store();
    String link = context.pathParamMap().getOrDefault("link", "");
    if (!link.isEmpty() && !links.isValid(link)) {
      throw new Refusal(
          404, "The link was used, or is older than 15 minutes. Log in with a token.");
    }
    Frame frame = Frame.of("Log in", assets);
    boolean isOver = context.queryParam("over") != null;
    Html page =
        link.isEmpty()
            ? out -> JteloginGenerated.render(out, Html.PLAIN, frame, isOver)
            : out -> JtelinkGenerated.render(out, Html.PLAIN, frame, context.path());
    context.contentType("text/html; charset=utf-8").result(page.text());
  }

  /** Logs in: always into a new session, whatever cookie the browser came with. */
  void enter(Context context) {
    Browser.requireOwnForm(context);
    patience.awaitForm(context);
    String link = context.pathParamMap().getOrDefault("link", "");
    InetAddress address = Browser.address(context);
    String secret = Optional.ofNullable(context.formParam("token")).orElse("").strip();
    AdminToken token =
        link.isEmpty()
            ? door.byToken(store(), secret, address)
            : door.byLink(store(), () -> links.use(link), address);
    sessions.end(Browser.cookie(context));
    Browser.open(context, sessions.open(token.id()).cookie());
    Dashboard.lead(context, Dashboard.ROOT);
  }

  void leave(Context context) {
    Browser.requireOwnForm(context);
    Optional<Session> session = sessions.find(Browser.cookie(context));
    if (session.isPresent()) {
      requireFormOf(context, session.get());
      sessions.end(Browser.cookie(context));
    }
    Browser.close(context);
    Dashboard.lead(context, PATH);
  }

  @Override
  public void close() {
    door.close();
  }
}
