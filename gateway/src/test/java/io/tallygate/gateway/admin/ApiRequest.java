package io.tallygate.gateway.admin;

import java.util.Map;
import java.util.TreeMap;

/**
 * A request to the admin API.
 *
 * @param path with its query
 * @param fields of the head
 */
record ApiRequest(String method, String path, Map<String, String> fields, String body) {

  ApiRequest {
    fields = Map.copyOf(fields);
  }

  static ApiRequest of(String method, String path) {
    return new ApiRequest(method, path, Map.of(), "");
  }

  static ApiRequest of(String method, String path, String json) {
    return new ApiRequest(method, path, Map.of("Content-Type", "application/json"), json);
  }

  ApiRequest with(String name, String value) {
    Map<String, String> more = new TreeMap<>(fields);
    more.put(name, value);
    return new ApiRequest(method, path, more, body);
  }

  ApiRequest withToken(String secret) {
    return with("Authorization", "Bearer " + secret);
  }

  ApiRequest withPath(String other) {
    return new ApiRequest(method, other, fields, body);
  }

  ApiRequest withBody(String other) {
    return new ApiRequest(method, path, fields, other);
  }

  ApiRequest withMethod(String other) {
    return new ApiRequest(other, path, fields, body);
  }

  /** With one more parameter in the query. */
  ApiRequest withQuery(String parameter) {
    return withPath(path + (path.contains("?") ? "&" : "?") + parameter);
  }

  /** The path alone. */
  String place() {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }
}
