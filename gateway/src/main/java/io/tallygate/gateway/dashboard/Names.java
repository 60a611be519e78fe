package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.Owner;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of keys and owners, each looked up once for a page. Not thread-safe. */
final class Names {

  private final Administration all;
  private final Map<String, String> names = new HashMap<>();

  Names(Administration all) {
    this.all = all;
  }

  /** A key's or an owner's name; for what is neither, or is gone, its id. */
  String of(@Nullable String id) {
    return id == null ? "" : names.computeIfAbsent(id, this::look);
  }

  private String look(String id) {
    try {
      if (ApiKey.isId(id)) {
        return Words.safe(all.keys().get(id).name());
      }
      return Owner.isId(id) ? Words.safe(all.owners().get(id).name()) : Words.safe(id);
    } catch (DataException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return id;
      }
      throw e;
    }
  }
}
