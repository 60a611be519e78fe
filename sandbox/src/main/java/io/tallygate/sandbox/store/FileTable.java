package io.tallygate.sandbox.store;

import io.tallygate.sandbox.media.MediaType;
import io.tallygate.sandbox.store.StoredFile.Content;
import io.tallygate.sandbox.store.StoredFile.Label;
import io.tallygate.sandbox.store.StoredFile.Life;
import io.tallygate.sandbox.store.StoredFile.Origin;
import io.tallygate.sandbox.store.StoredFile.Rendition;
import io.tallygate.sandbox.store.StoredFile.Scope;
import io.tallygate.sandbox.store.StoredFile.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The files in the database. */
public final class FileTable {

  private static final JsonMapper MAPPER = new JsonMapper();

  private FileTable() {}

  /** Inserts it, or puts it in the place of what bears its id. */
  public static void put(Handle handle, StoredFile file) {
    handle
        .createUpdate(
            """
            INSERT OR REPLACE INTO file (sequence, id, team, user, key, execution_id, tool, engine,
              display_name, description, transcript, prompt, content, state, scope,
              created_millis, archived_millis, playback_id, declared)
            VALUES (:sequence, :id, :team, :user, :key, :execution, :tool, :engine,
              :name, :description, :transcript, :prompt, :content, :state, :scope,
              :created, :archived, :playback, :declared)
            """)
        .bind("sequence", file.sequence())
        .bind("id", file.id())
        .bind("team", file.origin().member().team())
        .bind("user", file.origin().member().user())
        .bind("key", file.origin().member().key())
        .bind("execution", file.origin().executionId())
        .bind("tool", file.origin().tool())
        .bind("engine", file.origin().engine())
        .bind("name", file.label().displayName())
        .bind("description", file.label().description())
        .bind("transcript", file.label().transcript())
        .bind("prompt", file.label().prompt())
        .bind("content", text(file.content()))
        .bind("state", file.life().state().name())
        .bind("scope", file.life().scope().name())
        .bind("created", file.life().createdMillis())
        .bind("archived", file.life().archivedMillis())
        .bind("playback", file.life().playbackId())
        .bind("declared", name(file.life().declared()))
        .execute();
  }

  /** All, the oldest first. */
  public static List<StoredFile> all(Handle handle) {
    return handle
        .createQuery("SELECT * FROM file ORDER BY sequence")
        .map((row, context) -> read(row))
        .list();
  }

  public static void delete(Handle handle, String id) {
    handle.createUpdate("DELETE FROM file WHERE id = :id").bind("id", id).execute();
  }

  private static @Nullable String name(@Nullable MediaType type) {
    return type == null ? null : type.name();
  }

  private static StoredFile read(ResultSet row) throws SQLException {
    String declared = row.getString("declared");
    return new StoredFile(
        row.getLong("sequence"),
        row.getString("id"),
        new Origin(
            new Member(row.getString("team"), row.getString("user"), row.getString("key")),
            row.getString("execution_id"),
            row.getString("tool"),
            row.getString("engine")),
        new Label(
            row.getString("display_name"),
            row.getString("description"),
            row.getString("transcript"),
            row.getString("prompt")),
        content(row.getString("content")),
        new Life(
            State.valueOf(row.getString("state")),
            Scope.valueOf(row.getString("scope")),
            row.getLong("created_millis"),
            row.getLong("archived_millis"),
            row.getString("playback_id"),
            declared == null ? null : MediaType.valueOf(declared)));
  }

  private static @Nullable String text(@Nullable Content content) {
    if (content == null) {
      return null;
    }
    ObjectNode node = MAPPER.createObjectNode();
    node.put("type", content.type().name()).put("seconds", content.seconds());
    ObjectNode renditions = node.putObject("renditions");
    content
        .renditions()
        .forEach(
            (kind, rendition) ->
                renditions
                    .putObject(kind.name())
                    .put("name", rendition.name())
                    .put("mimeType", rendition.mimeType())
                    .put("width", rendition.width())
                    .put("height", rendition.height())
                    .put("bytes", rendition.bytes()));
    return node.toString();
  }

  private static @Nullable Content content(@Nullable String text) {
    if (text == null) {
      return null;
    }
    JsonNode node = MAPPER.readTree(text);
    Map<Rendition.Kind, Rendition> renditions = new EnumMap<>(Rendition.Kind.class);
    for (Map.Entry<String, JsonNode> entry : node.get("renditions").properties()) {
      JsonNode one = entry.getValue();
      renditions.put(
          Rendition.Kind.valueOf(entry.getKey()),
          new Rendition(
              one.get("name").asString(),
              one.get("mimeType").asString(),
              one.get("width").asInt(),
              one.get("height").asInt(),
              one.get("bytes").asLong()));
    }
    return new Content(
        MediaType.valueOf(node.get("type").asString()), node.get("seconds").asDouble(), renditions);
  }
}
