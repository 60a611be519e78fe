package io.tallygate.videogen;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search over the descriptions of files.
 *
 * @param numResults 1 to 100; the API's default is 10
 * @param selfOnly whether only files of the key's user are looked at
 */
public record FileSearch(String query, @Nullable Integer numResults, @Nullable Boolean selfOnly) {

  public static FileSearch of(String query) {
    return new FileSearch(query, null, null);
  }

  /** What was found, the most similar first. */
  record Found(List<Hit> results) {}

  /**
   * A file that was found.
   *
   * @param similarity 0 to 1
   */
  public record Hit(double similarity, StorageFile file) {}
}
