package io.tallygate.client.cache;

import java.net.URI;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Kept answers, up to so many bytes; what was not asked for longest goes first. Thread-safe. */
public final class Shelf {

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Stored.Key, Stored> answers = new LinkedHashMap<>(16, 0.75f, true);
  private final long bytesMax;
  private long bytes;

  public Shelf(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  public Optional<Stored> find(Stored.Key key) {
    lock.lock();
    try {
      return Optional.ofNullable(answers.get(key));
    } finally {
      lock.unlock();
    }
  }

  public void put(Stored.Key key, Stored stored) {
    lock.lock();
    try {
      take(key);
      if (stored.bytes() > bytesMax) {
        return;
      }
      answers.put(key, stored);
      bytes += stored.bytes();
      for (Iterator<Stored> oldest = answers.values().iterator(); bytes > bytesMax; ) {
        bytes -= oldest.next().bytes();
        oldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all answers of this address, whoever asked. */
  public void remove(URI uri) {
    lock.lock();
    try {
      answers.keySet().stream().filter(it -> it.uri().equals(uri)).toList().forEach(this::take);
    } finally {
      lock.unlock();
    }
  }

  public int size() {
    lock.lock();
    try {
      return answers.size();
    } finally {
      lock.unlock();
    }
  }

  private void take(Stored.Key key) {
    Stored before = answers.remove(key);
    bytes -= before == null ? 0 : before.bytes();
  }
}
