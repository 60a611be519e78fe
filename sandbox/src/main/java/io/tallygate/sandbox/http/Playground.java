package io.tallygate.sandbox.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The page at {@code /} by which one tries the tools: forms, files, and what the key has left. */
final class Playground {

  /** Its own files behind the page; they need no key, and name none. */
  static final String PREFIX = "/playground";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " media-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none';"
          + " frame-ancestors 'none'";

  private Playground() {}

  static void add(RoutesConfig routes) {
    add(routes, "/", new Asset("index.html", "text/html; charset=utf-8"));
    add(
        routes,
        PREFIX + "/playground.js",
        new Asset("playground.js", "text/javascript; charset=utf-8"));
    add(routes, PREFIX + "/playground.css", new Asset("playground.css", "text/css; charset=utf-8"));
  }

  private record Asset(String name, String type) {

    byte[] bytes() {
      try (InputStream in =
          Objects.requireNonNull(
              Playground.class.getResourceAsStream("/io/tallygate/sandbox/playground/" + name))) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void answer(Context context, byte[] bytes) {
      context
          .header("Content-Security-Policy", POLICY)
          .header("Cache-Control", "no-cache")
          .contentType(type)
          .result(bytes);
    }
  }

  private static void add(RoutesConfig routes, String path, Asset asset) {
    byte[] bytes = asset.bytes();
    routes.get(path, context -> asset.answer(context, bytes));
    routes.head(path, context -> asset.answer(context, bytes));
  }
}
