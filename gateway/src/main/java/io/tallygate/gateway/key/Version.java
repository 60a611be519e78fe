package io.tallygate.gateway.key;

/**
 * Which state of a key, an owner or a plan somebody has seen: it grows with each change, so that
 * nobody overwrites what he has not read.
 *
 * @param change a number from the one count of all changes; the versions of two things say which
 *     was changed later
 */
public record Version(long change) {

  /** Whatever it is by now. */
  public static final Version ANY = new Version(-1);

  /** Whether what was seen is what is there now. */
  public boolean allows(Version present) {
    return equals(ANY) || equals(present);
  }
}
