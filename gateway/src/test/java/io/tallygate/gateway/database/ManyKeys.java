package io.tallygate.gateway.database;

import java.nio.ByteBuffer;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Many rows at once, for tests of bounds and speed: nobody knows their secrets. */
public final class ManyKeys {

  private ManyKeys() {}

  public static void fill(Database database, int count) {
    database.write(
        write -> {
          PreparedBatch keys =
              write
                  .handle()
                  .prepareBatch(
                      "INSERT INTO api_key (id, name, name_folded, metadata, last_four, state,"
                          + " created_second, expiry_second, change)"
                          + " VALUES (:id, 'filler', 'filler', '{}', '0000', 'ACTIVE', 0, :end,"
                          + " :change)");
          PreparedBatch secrets =
              write.handle().prepareBatch("INSERT INTO key_secret VALUES (:hash, :id, :end)");
          for (int i = 0; i < count; i++) {
            String id = "key_%012d".formatted(i);
            keys.bind("id", id).bind("end", Long.MAX_VALUE).bind("change", write.change()).add();
            secrets
                .bind("hash", ByteBuffer.allocate(32).putInt(28, i).array())
                .bind("id", id)
                .bind("end", Long.MAX_VALUE)
                .add();
          }
          keys.execute();
          return secrets.execute();
        });
  }

  /** Gives a key or an owner limits that are called limit-0 and so on. */
  static void grant(Database database, String subject, int count) {
    database.write(
        write -> {
          PreparedBatch batch =
              write
                  .handle()
                  .prepareBatch(
                      "INSERT INTO limit_grant (subject, group_name, limit_name, count,"
                          + " from_second, until_second, reason, created_second)"
                          + " VALUES (:subject, :name, :name, 7, 0, :end, '', 0)");
          for (int i = 0; i < count; i++) {
            batch
                .bind("subject", subject)
                .bind("name", "limit-" + i)
                .bind("end", Long.MAX_VALUE)
                .add();
          }
          return batch.execute();
        });
  }
}
