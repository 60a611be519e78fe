package io.tallygate.sandbox.store;

import io.tallygate.sandbox.media.Tool;
import io.tallygate.sandbox.store.Execution.Call;
import io.tallygate.sandbox.store.Execution.Progress;
import io.tallygate.sandbox.store.Execution.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The executions in the database. */
public final class ExecutionTable {

  private ExecutionTable() {}

  public static void insert(Handle handle, Execution execution) {
    handle
        .createUpdate(
            """
            INSERT INTO execution (sequence, id, team, user, key, tool, body, inputs,
              state, attempts, created_millis, ended_millis, results, error)
            VALUES (:sequence, :id, :team, :user, :key, :tool, :body, :inputs,
              :state, :attempts, :created, :ended, :results, :error)
            """)
        .bind("sequence", execution.sequence())
        .bind("id", execution.id())
        .bind("team", execution.member().team())
        .bind("user", execution.member().user())
        .bind("key", execution.member().key())
        .bind("tool", execution.call().tool().name())
        .bind("body", execution.call().body())
        .bind("inputs", String.join(" ", execution.call().inputs()))
        .bind("state", execution.progress().state().name())
        .bind("attempts", execution.progress().attempts())
        .bind("created", execution.progress().createdMillis())
        .bind("ended", execution.progress().endedMillis())
        .bind("results", String.join(" ", execution.progress().results()))
        .bind("error", execution.progress().error())
        .execute();
  }

  /** Notes how far it got. */
  public static void update(Handle handle, Execution execution) {
    handle
        .createUpdate(
            "UPDATE execution SET state = :state, attempts = :attempts, ended_millis = :ended,"
                + " results = :results, error = :error, body = :body, inputs = :inputs"
                + " WHERE id = :id")
        .bind("state", execution.progress().state().name())
        .bind("attempts", execution.progress().attempts())
        .bind("ended", execution.progress().endedMillis())
        .bind("results", String.join(" ", execution.progress().results()))
        .bind("error", execution.progress().error())
        .bind("body", execution.call().body())
        .bind("inputs", String.join(" ", execution.call().inputs()))
        .bind("id", execution.id())
        .execute();
  }

  /** All, the oldest first. */
  public static List<Execution> all(Handle handle) {
    return handle
        .createQuery("SELECT * FROM execution ORDER BY sequence")
        .map((row, context) -> read(row))
        .list();
  }

  public static void delete(Handle handle, String id) {
    handle.createUpdate("DELETE FROM execution WHERE id = :id").bind("id", id).execute();
  }

  private static Execution read(ResultSet row) throws SQLException {
    return new Execution(
        row.getLong("sequence"),
        row.getString("id"),
        new Member(row.getString("team"), row.getString("user"), row.getString("key")),
        new Call(
            Tool.valueOf(row.getString("tool")),
            row.getString("body"),
            words(row.getString("inputs"))),
        new Progress(
            State.valueOf(row.getString("state")),
            row.getInt("attempts"),
            row.getLong("created_millis"),
            row.getLong("ended_millis"),
            words(row.getString("results")),
            row.getString("error")));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
