package io.tallygate.gateway.key;

import java.nio.ByteBuffer;

/** Many keys at once, for tests of bounds and speed: nobody knows their secrets. */
final class Keys {

  private Keys() {}

  static void fill(Database database, int count) {
    database.write(
        () -> {
          for (int i = 0; i < count; i++) {
            byte[] hash = ByteBuffer.allocate(32).putInt(28, i).array();
            database.update(
                "INSERT INTO api_key (id, name, hash, last_four, created_second, change)"
                    + " VALUES (?, 'filler', ?, '0000', 0, ?)",
                "key_%012d".formatted(i),
                hash,
                i + 1);
          }
          return count;
        });
  }
}
