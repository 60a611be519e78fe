package io.tallygate.gateway.database;

import io.tallygate.gateway.alert.AlertConfig.Destinations;
import io.tallygate.gateway.alert.EventStore;
import io.tallygate.gateway.alert.Expiring;
import io.tallygate.gateway.alert.News;
import io.tallygate.gateway.alert.Occasion;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.webhooks.Event;
import io.tallygate.webhooks.Store;
import io.tallygate.webhooks.Webhooks;
import io.tallygate.webhooks.WebhooksConfig;
import io.tallygate.webhooks.destination.Addresses;
import io.tallygate.webhooks.destination.Reach;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Events in the database, delivered from there over a connection of their own. Thread-safe. */
public final class StoredEvents implements EventStore {

  private final Connected connected;
  private final Webhooks webhooks;

  private StoredEvents(Connected connected, Webhooks webhooks) {
    this.connected = connected;
    this.webhooks = webhooks;
  }

  /**
   * Opens a database whose tables are there, and begins to deliver what waits in it.
   *
   * @throws io.tallygate.gateway.key.DataException if it cannot be used
   */
  public static StoredEvents open(Location location, Destinations destinations, Ticker ticker) {
    Connected connected = new Connected(location);
    return new StoredEvents(
        connected,
        Webhooks.start(
            connected,
            WebhooksConfig.DEFAULT.withAddresses(addresses(destinations)),
            clock(ticker)));
  }

  static Addresses addresses(Destinations destinations) {
    Reach reach =
        switch (destinations) {
          case PUBLIC -> Reach.PUBLIC;
          case PRIVATE -> Reach.PUBLIC_AND_PRIVATE;
        };
    return new Addresses(reach, Addresses.Resolver.SYSTEM);
  }

  static InstantSource clock(Ticker ticker) {
    return () -> Instant.ofEpochMilli(ticker.wallMicros() / 1_000);
  }

  @Override
  public Set<String> wanted() {
    return connected.read(AlertTable::wanted);
  }

  @Override
  public Map<String, String> owners(Set<String> keys) {
    return connected.read(handle -> AlertTable.owners(handle, keys));
  }

  @Override
  public int tell(List<News> news) {
    int told =
        connected.write(
            handle -> {
              int count = 0;
              for (News one : news) {
                Occasion occasion = one.occasion();
                boolean isWanted =
                    occasion.endSecond() == Long.MAX_VALUE // its end will be told too
                        || AlertTable.isWanted(handle, occasion.event(), one.owner());
                if (isWanted && AlertTable.take(handle, occasion)) {
                  publish(handle, one);
                  count++;
                }
              }
              return count;
            });
    if (told > 0) {
      webhooks.wake();
    }
    return told;
  }

  private void publish(Handle handle, News news) {
    Event event = new Event(news.occasion().event(), news.body());
    webhooks.publish(handle, AlertTable.OPERATOR, event);
    if (!news.owner().isEmpty()) {
      webhooks.publish(handle, news.owner(), event);
    }
  }

  @Override
  public boolean tellEnd(Occasion ended, News news) {
    boolean wasTold =
        connected.write(
            handle -> {
              boolean is = AlertTable.end(handle, ended);
              if (is) {
                publish(handle, news);
              }
              return is;
            });
    if (wasTold) {
      webhooks.wake();
    }
    return wasTold;
  }

  @Override
  public List<Expiring> expiring(long fromSecond, long toSecond, int max) {
    return connected.read(handle -> AlertTable.expiring(handle, fromSecond, toSecond, max));
  }

  @Override
  public void forget(long beforeSecond) {
    connected.write(handle -> AlertTable.forget(handle, beforeSecond));
  }

  @Override
  public void close() {
    webhooks.close();
    connected.close();
  }

  /** The database that is there, also after its file was replaced. */
  private static final class Connected implements Store, AutoCloseable {

    private final Location location;
    private Database database; // guarded by this

    Connected(Location location) {
      this.location = location;
      this.database = Database.openExisting(location);
    }

    @Override
    public <T> T read(Function<Handle, T> work) {
      return database().read(work);
    }

    @Override
    public <T> T write(Function<Handle, T> work) {
      return database().note(work);
    }

    private synchronized Database database() {
      if (!database.isWithin() && database.backend().isStale()) {
        Database now = Database.openExisting(location);
        database.close();
        database = now;
      }
      return database;
    }

    @Override
    public synchronized void close() {
      database.close();
    }
  }
}
