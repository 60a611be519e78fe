package io.tallygate.gateway.database;

/** Usage in a database, of which few rows are kept. */
public final class SmallUsage {

  private SmallUsage() {}

  /** Opens it; the tables are there. */
  public static StoredUsage open(Location location, long rowsMax) {
    return StoredUsage.open(location, rowsMax);
  }
}
