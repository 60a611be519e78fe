package io.tallygate.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One call and its answer. */
record Http(int status, Map<String, java.util.List<String>> fields, String body) {

  static Http call(String method, String url, Map<String, String> fields) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setRequestMethod(method);
    fields.forEach(connection::setRequestProperty);
    int status = connection.getResponseCode();
    try (InputStream body =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return new Http(status, connection.getHeaderFields(), text);
    }
  }

  static Http get(String url) throws IOException {
    return call("GET", url, Map.of());
  }

  static Http get(String url, String key) throws IOException {
    return call("GET", url, Map.of("Authorization", "Bearer " + key));
  }

  @Nullable String field(String name) {
    for (Map.Entry<String, java.util.List<String>> field : fields.entrySet()) {
      if (name.equalsIgnoreCase(field.getKey())) {
        return field.getValue().get(0);
      }
    }
    return null;
  }

  JsonNode json() {
    return Json.MAPPER.readTree(body);
  }
}
