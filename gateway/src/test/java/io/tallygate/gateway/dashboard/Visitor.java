package io.tallygate.gateway.dashboard;

import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without a screen: it keeps its cookie, and sends forms as browsers do. */
final class Visitor {

  private static final Pattern FORM_TOKEN =
      Pattern.compile("name=\"form-token\" value=\"([A-Za-z0-9_-]{43})\"");
  private static final Pattern VERSION = Pattern.compile("name=\"version\" value=\"([0-9]+)\"");

  private final InetSocketAddress address;
  private String cookie = "";
  private String page = "";

  Visitor(InetSocketAddress address) {
    this.address = address;
  }

  String host() {
    return "127.0.0.1:" + address.getPort();
  }

  String origin() {
    return "http://" + host();
  }

  String cookie() {
    return cookie;
  }

  /** Shows another cookie from now on. */
  Visitor withCookie(String value) {
    cookie = value;
    return this;
  }

  Visitor login(String token) throws IOException {
    Response response = post("/login", Map.of("token", token));
    if (response.status() != 303) {
      throw new IOException("not logged in: " + response.body());
    }
    get("");
    return this;
  }

  /** A page, behind {@code /dashboard}. */
  Response get(String path, String... fields) throws IOException {
    List<String> all = new ArrayList<>(List.of(fields));
    if (all.stream().noneMatch(field -> field.startsWith("Host:"))) {
      all.add("Host: " + host());
    }
    Response response = send("GET " + Dashboard.ROOT + path, all, "");
    if (response.body().contains("form-token")) {
      page = response.body();
    }
    return response;
  }

  /** A form as the last page would send it. */
  Response submit(String path, Map<String, String> values) throws IOException {
    Map<String, String> all = new TreeMap<>(values);
    all.putIfAbsent("form-token", formToken());
    Matcher version = VERSION.matcher(page);
    if (version.find()) {
      all.putIfAbsent("version", version.group(1));
    }
    return post(path, all);
  }

  String formToken() {
    Matcher matcher = FORM_TOKEN.matcher(page);
    return matcher.find() ? matcher.group(1) : "";
  }

  /** A form with just these values, from our origin unless the fields say another. */
  Response post(String path, Map<String, String> values, String... fields) throws IOException {
    List<String> all = new ArrayList<>(List.of(fields));
    all.add("Host: " + host());
    if (all.stream().noneMatch(field -> field.startsWith("Origin:"))) {
      all.add("Origin: " + origin());
    }
    if (all.stream().noneMatch(field -> field.startsWith("Content-Type:"))) {
      all.add("Content-Type: application/x-www-form-urlencoded");
    }
    all.removeIf(field -> field.equals("Origin:"));
    return send("POST " + Dashboard.ROOT + path, all, form(values));
  }

  private static String form(Map<String, String> values) {
    return values.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private Response send(String line, List<String> fields, String body) throws IOException {
    StringBuilder head = new StringBuilder(line).append(" HTTP/1.1\r\nConnection: close\r\n");
    fields.forEach(field -> head.append(field).append("\r\n"));
    if (!cookie.isEmpty()) {
      head.append("Cookie: ").append(Browser.COOKIE).append('=').append(cookie).append("\r\n");
    }
    if (line.startsWith("POST")) {
      head.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    try (RawClient client = new RawClient(address)) {
      client.send(head + "\r\n" + body);
      Response response = client.read("GET");
      keep(response.field("Set-Cookie"));
      return response;
    }
  }

  private void keep(String set) {
    if (set.startsWith(Browser.COOKIE + "=")) {
      cookie = set.substring(Browser.COOKIE.length() + 1, set.indexOf(';'));
    }
  }
}
