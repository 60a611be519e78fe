package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.command.remote.RemoteAdministration;
import io.tallygate.command.remote.RemoteCoach;
import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.key.AdminToken;
import io.tallygate.gateway.key.Administration;
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
  static Administration open(
      Settings settings, Map<String, String> environment, Consumer<String> notes) {
    URI url = url(settings, notes);
    return new RemoteAdministration(url, token(settings, environment));
  }

  /**
   * The server's coach; nothing is sent yet.
   *
   * @param notes is told what is not safe
   */
  static Coach coach(Settings settings, Map<String, String> environment, Consumer<String> notes) {
    if (!isSet(settings)) {
      throw new SettingsException(
          "the coach is in a running server's memory; say which server by --admin-url URL");
    }
    URI url = url(settings, notes);
    return new RemoteCoach(url, token(settings, environment));
  }

  private static URI url(Settings settings, Consumer<String> notes) {
    URI url = settings.uri(Setting.ADMIN_URL);
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
    return url;
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
