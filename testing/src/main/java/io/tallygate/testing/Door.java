package io.tallygate.testing;

import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A server that enforces the bundled policy {@code videogen} before a service that answers 200 to
 * every method and path.
 */
public interface Door extends AutoCloseable {

  InetSocketAddress address();

  /** A new caller's key, as it is shown in {@code Authorization} behind {@code Bearer}. */
  String newKey();

  default RawClient client() throws IOException {
    return new RawClient(address());
  }

  /** One call on a connection of its own, with this key. */
  default Response call(String key, String method, String path, String... fields)
      throws IOException {
    try (RawClient client = client()) {
      String[] all = new String[fields.length + 1];
      System.arraycopy(fields, 0, all, 1, fields.length);
      all[0] = "Authorization: Bearer " + key;
      return client.call(method, path, all);
    }
  }

  @Override
  void close() throws IOException;
}
