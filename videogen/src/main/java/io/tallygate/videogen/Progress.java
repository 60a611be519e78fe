package io.tallygate.videogen;

/** Is told how far a transfer is, on the thread that does it: must be quick. */
@FunctionalInterface
public interface Progress {

  /** Tells nobody. */
  Progress NONE = (bytes, total) -> {};

  /**
   * So many bytes have gone by.
   *
   * @param bytes from 0; from 0 anew where a transfer that broke off is made again
   * @param total how many there will be; -1 if nobody knows
   */
  void at(long bytes, long total);
}
