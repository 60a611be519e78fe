package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.command.remote.RemoteAdministration;
import io.tallygate.gateway.key.AdminToken;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A running server that commands ask in place of the database. */
final class Remotes {

  /** The token itself; it is no option, for the command line is seen by others. */
  static final String TOKEN_VARIABLE = "TALLYGATE_ADMIN_TOKEN";

  private static final int TOKEN_FILE_BYTES_MAX = 1_024;

  private Remotes() {}

  static boolean isSet(Settings settings) {
    return settings.isSet(Setting.ADMIN_URL);
  }

  /**
   * Opens it; nothing is sent yet.
   *
   * @param notes is told what is not safe
   */
  static RemoteAdministration open(
      Settings settings, Map<String, String> environment, Consumer<String> notes) {
    return open(settings.uri(Setting.ADMIN_URL), token(settings, environment), notes);
  }

  /**
   * Opens the one that is set, or else the one that the settings would serve on this machine, with
   * the first token of its data folder if no other is given.
   */
  static RemoteAdministration openOrLocal(
      Settings settings, Map<String, String> environment, Consumer<String> notes) {
    if (isSet(settings)) {
      return open(settings, environment, notes);
    }
    String host =
        settings.text(Setting.ADMIN_BIND).matches("0\\.0\\.0\\.0|::|")
            ? "127.0.0.1"
            : settings.text(Setting.ADMIN_BIND);
    URI url =
        URI.create(
            "http://%s:%s"
                .formatted(
                    host.contains(":") ? "[" + host + "]" : host,
                    settings.number(Setting.ADMIN_PORT)));
    Path first = settings.path(Setting.DATA).resolve(FirstToken.FILE);
    boolean isGiven =
        settings.isSet(Setting.ADMIN_TOKEN_FILE) || environment.containsKey(TOKEN_VARIABLE);
    String token =
        isGiven || !Files.exists(first) ? token(settings, environment) : checked(read(first));
    return open(url, token, notes);
  }

  private static RemoteAdministration open(URI url, String token, Consumer<String> notes) {
    boolean isHttps = "https".equals(url.getScheme());
    require(
        (isHttps || "http".equals(url.getScheme())) && url.getHost() != null,
        "admin-url must be http://host[:port] or https://host[:port]: admin-url=%s",
        url);
    require(
        url.getRawQuery() == null && url.getRawFragment() == null,
        "admin-url must have no query or fragment: admin-url=%s",
        url.getHost());
    if (!isHttps && !url.getHost().matches("localhost|127\\..*|\\[::1]")) {
      notes.accept("the token and all answers go unencrypted: admin-url=" + url);
    }
    return new RemoteAdministration(url, token);
  }

  private static String token(Settings settings, Map<String, String> environment) {
    String token =
        settings.isSet(Setting.ADMIN_TOKEN_FILE)
            ? read(settings.path(Setting.ADMIN_TOKEN_FILE))
            : environment.getOrDefault(TOKEN_VARIABLE, "").strip();
    if (token.isEmpty()) {
      throw new SettingsException(
          "admin token is not set; give --admin-token-file FILE, or set " + TOKEN_VARIABLE);
    }
    return checked(token);
  }

  private static String checked(String token) {
    require(
        AdminToken.FORMAT.looksIssued(token) && AdminToken.FORMAT.checksumHolds(token),
        "admin token must be %s and 36 letters or digits; what was given is mistyped, or no"
            + " admin token",
        AdminToken.FORMAT.prefix());
    return token;
  }

  private static String read(Path file) {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        require(
            !mode.contains(PosixFilePermission.OTHERS_READ),
            "admin-token-file must not be open to others; `chmod 600` it: admin-token-file=%s",
            file);
      }
      require(
          Files.size(file) <= TOKEN_FILE_BYTES_MAX,
          "admin-token-file must have one token and nothing else: admin-token-file=%s",
          file);
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new CommandFailed("admin-token-file cannot be read: admin-token-file=" + file);
    }
  }
}
