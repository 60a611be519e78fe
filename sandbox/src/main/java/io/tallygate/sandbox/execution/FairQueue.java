package io.tallygate.sandbox.execution;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits, in turns: one of each key, then the next of each. Thread-safe.
 *
 * <p>So a key waits as long as there are keys, however many calls one of them has waiting.
 */
final class FairQueue {

  private final int max;
  private final int eachMax;

  // Guarded by this. The key whose turn is next stands first.
  private final Map<String, Deque<String>> waiting = new LinkedHashMap<>();
  private final Map<String, String> keyOf = new HashMap<>();
  private boolean closed;

  /**
   * @param max of all keys together
   * @param eachMax of one key
   */
  FairQueue(int max, int eachMax) {
    this.max = max;
    this.eachMax = eachMax;
  }

  synchronized boolean hasRoom(String key) {
    Deque<String> own = waiting.get(key);
    return keyOf.size() < max && (own == null || own.size() < eachMax);
  }

  /** Puts it last among its key's, also where there is no room: what was taken is kept. */
  synchronized void put(String key, String id) {
    waiting.computeIfAbsent(key, it -> new ArrayDeque<>()).addLast(id);
    keyOf.put(id, key);
    notifyAll();
  }

  /**
   * Waits for the next one.
   *
   * @return null once it is closed
   */
  synchronized @Nullable String take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    return closed ? null : next();
  }

  private String next() {
    Iterator<Map.Entry<String, Deque<String>>> first = waiting.entrySet().iterator();
    Map.Entry<String, Deque<String>> entry = first.next();
    String key = entry.getKey();
    Deque<String> own = entry.getValue();
    first.remove();
    String id = own.removeFirst();
    keyOf.remove(id);
    if (!own.isEmpty()) {
      waiting.put(key, own); // last
    }
    return id;
  }

  /**
   * Takes one out of its turn.
   *
   * @return whether it was still waiting
   */
  synchronized boolean remove(String id) {
    String key = keyOf.remove(id);
    if (key == null) {
      return false;
    }
    Deque<String> own = waiting.get(key);
    if (own != null) {
      own.remove(id);
      if (own.isEmpty()) {
        waiting.remove(key);
      }
    }
    return true;
  }

  synchronized int size() {
    return keyOf.size();
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
