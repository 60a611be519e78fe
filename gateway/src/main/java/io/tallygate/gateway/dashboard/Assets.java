package io.tallygate.gateway.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Styles and scripts of the pages, from the class path, each at a path that names its content: a
 * browser may keep it for good. Immutable.
 */
final class Assets {

  private static final String WEBJARS = "META-INF/resources/webjars/";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";
  private static final int HASH_BYTES = 8;

  private final Map<String, String> paths = new LinkedHashMap<>();
  private final Map<String, Asset> byPath = new LinkedHashMap<>();

  /**
   * One file.
   *
   * @param bytes nobody writes to them
   */
  @SuppressWarnings("ArrayRecordComponent") // compared with nothing, and too large to copy
  record Asset(String type, byte[] bytes) {}

  Assets() {
    add("dashboard.css", STYLE, "dashboard.css");
    add("dashboard.js", SCRIPT, "dashboard.js");
    add("icon.svg", "image/svg+xml", "icon.svg");
    add("htmx.js", SCRIPT, WEBJARS + "htmx.org/2.0.4/dist/htmx.min.js");
    add("sse.js", SCRIPT, WEBJARS + "htmx-ext-sse/2.2.2/sse.js");
    add("uplot.js", SCRIPT, WEBJARS + "uplot/1.6.24/dist/uPlot.iife.min.js");
    add("uplot.css", STYLE, WEBJARS + "uplot/1.6.24/dist/uPlot.min.css");
  }

  private void add(String name, String type, String resource) {
    byte[] bytes = read(resource);
    String path = Dashboard.ROOT + "/assets/" + hash(bytes) + "/" + name;
    paths.put(name, path);
    byPath.put(path, new Asset(type, bytes));
  }

  private static byte[] read(String resource) {
    try (InputStream in = open(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource must be there: resource=" + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ours lie in this module's package, which only the module opens; those of WebJars in none. */
  private static @Nullable InputStream open(String resource) {
    ClassLoader loader = Assets.class.getClassLoader();
    return resource.startsWith(WEBJARS) && loader != null
        ? loader.getResourceAsStream(resource)
        : Assets.class.getResourceAsStream(resource);
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(sum, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Where a file is, as pages name it. */
  String path(String name) {
    String path = paths.get(name);
    if (path == null) {
      throw new IllegalArgumentException("no such asset: name=" + name);
    }
    return path;
  }

  Optional<Asset> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }
}
