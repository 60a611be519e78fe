package io.tallygate.gateway.alert;

import io.tallygate.gateway.key.DataException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where it is kept what was told and who is to be told; what is written is delivered from there.
 * Several gateways may share one. Every method throws {@link DataException} while the database
 * cannot be used, and has then done nothing. Thread-safe.
 */
public interface EventStore extends AutoCloseable {

  /** The names of all events that anybody wants. */
  Set<String> wanted();

  /** The owners of those of these keys that have one. */
  Map<String, String> owners(Set<String> keys);

  /**
   * Writes the events of which nobody was told for their window, each with its deliveries, and that
   * it was told: all in one transaction.
   *
   * @return how many were written
   */
  int tell(List<News> news);

  /**
   * Ends what was told, and tells that, in one transaction.
   *
   * @return whether it had been told
   */
  boolean tellEnd(Occasion ended, News news);

  /** Keys that end within these seconds, of which nobody was told who wants to be. */
  List<Expiring> expiring(long fromSecond, long toSecond, int max);

  /** Forgets what was told for windows that ended before. */
  void forget(long beforeSecond);

  @Override
  void close();
}
