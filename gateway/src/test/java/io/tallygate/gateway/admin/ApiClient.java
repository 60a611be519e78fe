package io.tallygate.gateway.admin;

import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Calls the admin API, and holds each answer against the OpenAPI document. */
final class ApiClient {

  private final InetSocketAddress address;
  private final Contract contract;

  ApiClient(InetSocketAddress address, Contract contract) {
    this.address = address;
    this.contract = contract;
  }

  Response call(ApiRequest request) {
    Response response = send(request);
    contract.check(request, response);
    return response;
  }

  /** Without a look at the document, for what stands outside it. */
  Response send(ApiRequest request) {
    byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
    Map<String, String> fields = new TreeMap<>(request.fields());
    fields.putIfAbsent("Host", "127.0.0.1:" + address.getPort());
    if (body.length > 0) {
      fields.putIfAbsent("Content-Length", Integer.toString(body.length));
    }
    StringBuilder head = new StringBuilder(request.method() + " " + request.path() + " HTTP/1.1");
    fields.forEach((name, value) -> head.append("\r\n" + name + ": " + value));
    try (RawClient client = new RawClient(address)) {
      client.send(head.append("\r\n\r\n").toString());
      client.out().write(body);
      client.out().flush();
      return client.read(request.method());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.path(), e);
    }
  }
}
